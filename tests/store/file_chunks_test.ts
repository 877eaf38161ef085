import assert from "node:assert/strict";
import { fileChunks } from "../../lib/store/file_chunks.ts";
import { ContentChangedError } from "../../lib/store/store.ts";

Deno.test("a file is read in chunks of the size asked for, the last one shorter", async () => {
  await withFile("abcdefg", async (path) => {
    assert.deepEqual(await chunks(path, 7, 3), ["abc", "def", "g"]);
    assert.deepEqual(await chunks(path, 7, 7), ["abcdefg"]);
    assert.deepEqual(await chunks(path, 7, 100), ["abcdefg"]);
  });
});

Deno.test("a range of a file is read alone, and the end of the file checked only where the range ends there", async () => {
  await withFile("abcdefg", async (path) => {
    const range = async (start: number, end: number, size = 7) => {
      const read = fileChunks(path, size, 2, { start, end });
      const chunks = await Array.fromAsync(read);
      return chunks.map((chunk) => new TextDecoder().decode(chunk));
    };
    assert.deepEqual(await range(2, 5), ["cd", "e"]);
    assert.deepEqual(await range(4, 7), ["ef", "g"]);
    assert.deepEqual(await range(0, 2, 6), ["ab"]);
    await assert.rejects(range(4, 6, 6), ContentChangedError);
    await assert.rejects(range(6, 8, 8), ContentChangedError);
  });
});

Deno.test("an empty file has no chunks", async () => {
  await withFile("", async (path) => {
    assert.deepEqual(await chunks(path, 0, 3), []);
  });
});

Deno.test("a file of another size than promised never gives its last chunk", async () => {
  await withFile("abcdef", async (path) => {
    for (const size of [5, 7, 0, 3]) {
      const seen: string[] = [];
      await assert.rejects(async () => {
        for await (const chunk of fileChunks(path, size, 3)) {
          seen.push(new TextDecoder().decode(chunk));
        }
      }, ContentChangedError);
      assert.ok(seen.join("").length < size || size === 0, `${size}: ${seen}`);
    }
  });
});

async function chunks(
  path: string,
  size: number,
  chunkSize: number,
): Promise<string[]> {
  const read = await Array.fromAsync(fileChunks(path, size, chunkSize));
  return read.map((chunk) => new TextDecoder().decode(chunk));
}

async function withFile(
  content: string,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, content);
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}
