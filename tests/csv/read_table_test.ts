import assert from "node:assert/strict";
import { readTable } from "../../lib/csv/read_table.ts";
import { tempDir } from "../fixture/temp_dir.ts";

async function read(content: string | Uint8Array) {
  await using dir = await tempDir();
  return await readTable(await dir.write("a.csv", content));
}

Deno.test("a table is read whatever its line ends, with or without a byte order mark", async () => {
  const expected = [["A", "B"], ["1", "x,y"], ["µ", 'q"q']];
  for (const end of ["\n", "\r\n"]) {
    const text = ["A,B", '1,"x,y"', 'µ,"q""q"'].join(end);
    assert.deepEqual(await read(text), expected);
    assert.deepEqual(await read("\ufeff" + text + end), expected);
  }
});

Deno.test("an empty file is an empty table", async () => {
  assert.deepEqual(await read(""), []);
});

Deno.test("a file that is not UTF-8 is refused, not mangled", async () => {
  const latin1 = new Uint8Array([0x41, 0x0a, 0xb5, 0x6d, 0x0a]);
  await assert.rejects(() => read(latin1), {
    name: "FormatError",
    message: /not UTF-8/,
  });
});

Deno.test("a file that is no CSV is refused", async () => {
  await assert.rejects(() => read('A,B\n1,"x'), { name: "FormatError" });
  await assert.rejects(() => read('A,B\n1,x"y'), { name: "FormatError" });
});

Deno.test("rows of different lengths are refused", async () => {
  await assert.rejects(() => read("A,B\n1\n"), {
    name: "FormatError",
    message: /record 2 has 1 fields? instead of 2/,
  });
});
