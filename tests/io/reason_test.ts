import assert from "node:assert/strict";
import { ExpectedError } from "../../lib/errors.ts";
import { ioReason } from "../../lib/io/reason.ts";
import { tempDir } from "../fixture/temp_dir.ts";

/** The error of an operation that must fail. */
async function errorOf(operation: () => Promise<unknown>): Promise<unknown> {
  try {
    await operation();
  } catch (error) {
    return error;
  }
  assert.fail("it succeeded");
}

Deno.test("errors of the disk are told in words", async () => {
  await using dir = await tempDir();
  const file = await dir.write("file");
  await Deno.symlink(`${dir.path}/loop`, `${dir.path}/loop`);
  const failures: [string, () => Promise<unknown>][] = [
    ["no such file or directory", () => Deno.open(`${dir.path}/missing`)],
    ["is not a directory", () => Deno.open(`${file}/below`)],
    ["symbolic links lead in a circle", () => Deno.open(`${dir.path}/loop`)],
    ["is a directory", () => Deno.readFile(dir.path)],
    [
      "the name is too long for the file system",
      () => Deno.open(`${dir.path}/${"a".repeat(256)}`),
    ],
  ];
  for (const [reason, operation] of failures) {
    assert.equal(ioReason(await errorOf(operation)), reason);
  }
});

Deno.test({
  name: "a full disk is told in words",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const error = await errorOf(() => Deno.writeTextFile("/dev/full", "x"));
    assert.equal(ioReason(error), "the disk is full");
  },
});

Deno.test("what a user can mend is told in its own words", () => {
  assert.equal(ioReason(new ExpectedError("mend it")), "mend it");
});

Deno.test("a bug is no reason", () => {
  assert.equal(ioReason(new TypeError("x is not a function")), undefined);
  assert.equal(ioReason("text"), undefined);
  assert.equal(ioReason(undefined), undefined);
});
