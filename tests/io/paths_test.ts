import assert from "node:assert/strict";
import { exists } from "../../lib/io/exists.ts";
import { realPath } from "../../lib/io/real_path.ts";
import { tempDir } from "../fixture/temp_dir.ts";

Deno.test("files and directories exist, what a dangling link names does not", async () => {
  await using dir = await tempDir();
  const file = await dir.write("a");
  await Deno.symlink(`${dir.path}/gone`, `${dir.path}/link`);
  assert.equal(await exists(file), true);
  assert.equal(await exists(dir.path), true);
  assert.equal(await exists(`${dir.path}/link`), false);
  assert.equal(await exists(`${dir.path}/b`), false);
});

Deno.test("the real path of a file has no links in it, even before the file is made", async () => {
  await using dir = await tempDir();
  await dir.write("real/a");
  await Deno.symlink("real", `${dir.path}/link`);
  for (const name of ["a", "b", "c/d"]) {
    assert.equal(
      await realPath(`${dir.path}/link/${name}`),
      `${dir.path}/real/${name}`,
    );
  }
});

Deno.test("the real path of a relative path is below the working directory", async () => {
  const folder = await Deno.realPath(".");
  assert.equal(
    await realPath("no such folder/a"),
    `${folder}/no such folder/a`,
  );
});
