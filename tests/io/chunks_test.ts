import assert from "node:assert/strict";
import { readChunks } from "../../lib/io/chunks.ts";

async function withFile(
  bytes: Uint8Array,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${directory}/file`, bytes);
    await use(`${directory}/file`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("the chunks of a file are its bytes", async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i * 7);
  await withFile(bytes, async (path) => {
    for (const chunkSize of [1, 3, 999, 1000, 1001, undefined]) {
      const read: number[] = [];
      for await (const chunk of readChunks(path, { chunkSize })) {
        assert.ok(chunk.length > 0 && chunk.length <= (chunkSize ?? Infinity));
        read.push(...chunk);
      }
      assert.deepEqual(Uint8Array.from(read), bytes);
    }
  });
});

Deno.test("all of a file is read, whatever size it was told to have", async () => {
  await withFile(new Uint8Array(1000).fill(1), async (path) => {
    for (const size of [0, 999, 1000, 1001, 2 ** 30]) {
      const read: number[] = [];
      for await (const chunk of readChunks(path, { size, chunkSize: 999 })) {
        read.push(...chunk);
      }
      assert.deepEqual(read, Array(1000).fill(1), `${size}`);
    }
  });
});

Deno.test("an empty file has no chunks", async () => {
  await withFile(new Uint8Array(), async (path) => {
    for await (const _ of readChunks(path)) assert.fail("a chunk");
  });
});

Deno.test({
  name: "the file is closed when the reader stops early or fails",
  sanitizeResources: true,
  fn: () =>
    withFile(new Uint8Array(10), async (path) => {
      for await (const _ of readChunks(path, { chunkSize: 1 })) break;
      await assert.rejects(async () => {
        for await (
          const _ of readChunks(path, { chunkSize: 1 })
        ) throw new Error("stop");
      }, /stop/);
    }),
});

Deno.test("a file that is not there is the caller's affair", async () => {
  await assert.rejects(
    readChunks("/no/such/file").next(),
    Deno.errors.NotFound,
  );
});
