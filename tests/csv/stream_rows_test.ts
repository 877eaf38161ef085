import assert from "node:assert/strict";
import { readText, streamRows } from "../../lib/csv/stream_rows.ts";
import { tempDir } from "../fixture/temp_dir.ts";

const TEXT = '\ufeffA,B\r\n1,"x,\ny"\r\n\r\n"a ""b""\r\n",µ\r\n';
const ROWS = [["A", "B"], ["1", "x,\ny"], ['a "b"\n', "µ"]];

async function* pieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) {
    yield text.slice(at, at + length);
  }
}

async function rowsOf(text: string, length = 3) {
  return await Array.fromAsync(streamRows(pieces(text, length)));
}

for (const length of [1, 2, 3, 5, 8, 100]) {
  Deno.test(`rows are the same in pieces of ${length} characters`, async () => {
    assert.deepEqual(await rowsOf(TEXT, length), ROWS);
    assert.deepEqual(await rowsOf(TEXT.slice(0, -2), length), ROWS);
  });
}

Deno.test("no text has no rows", async () => {
  assert.deepEqual(await rowsOf(""), []);
});

Deno.test("what is no CSV is refused, also far from its end", async () => {
  for (const bad of ['A,B\n1,"x', 'A,B\n1,x"y', "A,B\n1,2\n3\n", 'A\n"x"y\n']) {
    for (const length of [1, 100]) {
      await assert.rejects(() => rowsOf(bad, length), { name: "FormatError" });
    }
  }
});

Deno.test("a row may be longer than the pieces of a file", async () => {
  await using dir = await tempDir();
  const long = "µ\n".repeat(400_000);
  const path = await dir.write("a.csv", `\ufeffA\n"${long}"\nb\n`);
  const rows = await Array.fromAsync(streamRows(readText(path)));
  assert.deepEqual(rows.map(([cell]) => cell!.length), [1, 800_000, 1]);
  assert.ok(rows[1]![0] === long);
});

Deno.test("a file that is not UTF-8 is refused, not mangled", async () => {
  await using dir = await tempDir();
  const latin1 = new Uint8Array([0x41, 0x0a, 0xb5, 0x6d, 0x0a]);
  const cut = new Uint8Array([0x41, 0xc2]);
  for (const bytes of [latin1, cut]) {
    const path = await dir.write("a.csv", bytes);
    await assert.rejects(
      () => Array.fromAsync(streamRows(readText(path))),
      { name: "FormatError", message: /not UTF-8/ },
    );
  }
});
