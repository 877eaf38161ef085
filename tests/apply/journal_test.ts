import assert from "node:assert/strict";
import { join } from "@std/path";
import { cleanUpAfterDeadRuns, Journal } from "../../lib/apply/journal.ts";
import { TEMPORARY_SUFFIX } from "../../lib/io/atomic_write.ts";
import { MemoryStore } from "../../lib/store/memory.ts";

Deno.test("a run that ends leaves no journal", async () => {
  await using folder = await makeFolder();
  {
    using journal = new Journal(folder.journals);
    journal.note({ temporary: folder.temporary });
    assert.equal((await names(folder.journals)).length, 1);
  }
  assert.deepEqual(await names(folder.journals), []);
});

Deno.test("a journal that a run leaves is followed by the next one", async () => {
  await using folder = await makeFolder();
  {
    using journal = new Journal(folder.journals);
    journal.note({ uploadOf: "a" });
    journal.leave();
  }
  const store = new MemoryStore();
  await cleanUpAfterDeadRuns(folder.journals, store);
  assert.deepEqual(store.calls, [{ method: "abortUploads", key: "a" }]);
  assert.deepEqual(await names(folder.journals), []);
});

Deno.test("a run with nothing to note makes no journal", async () => {
  await using folder = await makeFolder();
  {
    using _journal = new Journal(folder.journals);
  }
  await assert.rejects(names(folder.journals), Deno.errors.NotFound);
});

Deno.test("what a dead run noted is removed, and its journal", async () => {
  await using folder = await makeFolder();
  await folder.deadJournal(
    `{"temporary":${JSON.stringify(folder.temporary)}}\n{"uploadOf":"a/b"}\n`,
  );
  const store = new MemoryStore();
  await cleanUpAfterDeadRuns(folder.journals, store);
  await assert.rejects(Deno.stat(folder.temporary), Deno.errors.NotFound);
  assert.deepEqual(store.calls, [{ method: "abortUploads", key: "a/b" }]);
  assert.deepEqual(await names(folder.journals), []);
});

Deno.test("a journal that ends in the middle of a line is followed as far as it goes", async () => {
  await using folder = await makeFolder();
  await folder.deadJournal(`{"uploadOf":"a"}\n{"upload`);
  const store = new MemoryStore();
  await cleanUpAfterDeadRuns(folder.journals, store);
  assert.deepEqual(store.calls, [{ method: "abortUploads", key: "a" }]);
});

Deno.test("a damaged line of a journal, as after a power cut, is passed over", async () => {
  await using folder = await makeFolder();
  await folder.deadJournal(`{"uploadOf":"a"}\n\0\0\0\n{"uploadOf":"b"}\n`);
  const store = new MemoryStore();
  await cleanUpAfterDeadRuns(folder.journals, store);
  assert.deepEqual(store.calls.map(({ key }) => key), ["a", "b"]);
  assert.deepEqual(await names(folder.journals), []);
});

Deno.test("what a living run has noted is left alone", async () => {
  await using folder = await makeFolder();
  using journal = new Journal(folder.journals);
  journal.note({ temporary: folder.temporary });
  await cleanUpAfterDeadRuns(folder.journals, new MemoryStore());
  await Deno.stat(folder.temporary);
  assert.equal((await names(folder.journals)).length, 1);
});

Deno.test("no file but a temporary one of ours is ever removed", async () => {
  await using folder = await makeFolder();
  const precious = join(folder.path, "precious");
  await Deno.writeTextFile(precious, "");
  await folder.deadJournal(`{"temporary":${JSON.stringify(precious)}}\n`);
  await cleanUpAfterDeadRuns(folder.journals, new MemoryStore());
  await Deno.stat(precious);
});

async function makeFolder() {
  const path = await Deno.makeTempDir();
  const journals = join(path, "runs");
  const temporary = join(path, `.x${TEMPORARY_SUFFIX}`);
  await Deno.writeTextFile(temporary, "half");
  return {
    path,
    journals,
    temporary,
    /** A journal that no process holds. */
    async deadJournal(text: string): Promise<void> {
      await Deno.mkdir(journals);
      await Deno.writeTextFile(join(journals, "dead.run"), text);
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

async function names(directory: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(directory));
  return entries.map(({ name }) => name);
}
