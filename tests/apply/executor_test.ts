import assert from "node:assert/strict";
import type { ApplyEvent } from "../../lib/apply/events.ts";
import type { ApplyReport } from "../../lib/apply/report.ts";
import { ExpectedError } from "../../lib/errors.ts";
import type { MemoryStore } from "../../lib/store/memory.ts";
import { StoreUnavailableError } from "../../lib/store/store.ts";
import { makeRelease, putsOf, type Release } from "../fixture/release.ts";
import { KEYS } from "./keys.ts";

/** Seven local files (two inverted meshes, two packings, a thumbnail, two CSVs) and nine objects. */
const ACTIONS = 16;

Deno.test("applying a plan brings everything in place, and planning again finds nothing to do", async () => {
  await using release = await makeRelease({ use_inverted_meshes: true });

  const report = await release.apply();

  assert.deepEqual(report.counts, counts({ done: ACTIONS }));
  assert.equal(report.complete, true);
  assert.deepEqual(report.shortfalls, []);
  assert.deepEqual(
    [...release.store.objects.keys()].sort(),
    Object.values(KEYS).sort(),
  );
  const again = await release.plan();
  assert.deepEqual(again.filter(({ type }) => type === "write"), []);
  assert.deepEqual(
    new Set([...putsOf(again).values()].map(({ op }) => op)),
    new Set(["keep"]),
  );
});

Deno.test("objects hold what the local files hold, with the headers of the manifest", async () => {
  await using release = await makeRelease();
  await release.apply();
  for (const put of putsOf(await release.plan()).values()) {
    const object = release.store.objects.get(put.key)!;
    assert.deepEqual(object.content, await Deno.readFile(put.source));
    assert.deepEqual(object.headers, {
      contentType: put.content_type,
      cacheControl: put.cache_control,
      acl: "public-read",
    });
  }
});

Deno.test("no packing is put before its meshes, and no CSV before all else", async () => {
  await using release = await makeRelease();
  // Whatever need not wait for a mesh of the first packing ends before it.
  const independent = new Set<string>([
    KEYS.nuc1,
    KEYS.mem2,
    KEYS.nuc2,
    KEYS.packing2,
    KEYS.thumbnail1,
  ]);
  const othersEnded = Promise.withResolvers<void>();
  const { ended } = watch(
    release.store,
    (key) => key === KEYS.mem1 ? othersEnded.promise : undefined,
  );
  const report = await release.apply({
    maxWorkers: 2 * ACTIONS,
    onEvent: (event) => {
      if (event.type !== "outcome" || event.action.type !== "put") return;
      independent.delete(event.action.key);
      if (independent.size === 0) othersEnded.resolve();
    },
  });

  assert.equal(report.complete, true);
  assert.deepEqual(ended.slice(-4), [
    KEYS.mem1,
    KEYS.packing1,
    KEYS.metadata,
    KEYS.paths,
  ]);
});

Deno.test("a mesh that fails keeps only its packing and the CSVs back", async () => {
  await using release = await makeRelease();
  release.store.failAt(
    { method: "put", key: KEYS.nuc1 },
    new ExpectedError("the server refuses it (400 Bad)"),
  );

  const report = await release.apply();

  assert.equal(report.complete, false);
  assert.equal(report.stopped, undefined);
  assert.deepEqual(outcomes(report), {
    [KEYS.nuc1]: "failed",
    [KEYS.packing1]: "not tried",
    [KEYS.metadata]: "not tried",
    [KEYS.paths]: "not tried",
  });
  assert.equal(reasons(report)[KEYS.nuc1], "the server refuses it (400 Bad)");
  assert.match(
    reasons(report)[KEYS.packing1]!,
    /^action \d+ of the manifest, which it needs, is not in place$/,
  );
  // The other packing and the thumbnail are published.
  assert.ok(release.store.objects.has(KEYS.packing2));
  assert.ok(release.store.objects.has(KEYS.thumbnail1));

  const second = await release.apply();
  assert.equal(second.complete, false, "the failure point is still there");
});

Deno.test("a run that failed in part goes on where it stopped", async () => {
  await using release = await makeRelease();
  release.store.failAt(
    { method: "put", key: KEYS.nuc1, nth: 1 },
    new ExpectedError("not now"),
  );
  await release.apply();

  const second = await release.apply();

  assert.equal(second.complete, true);
  assert.deepEqual(
    second.counts,
    counts({ done: 4, "already there": ACTIONS - 2 - 4 }),
  );
});

Deno.test("a local write that fails keeps back what needs it", async () => {
  await using release = await makeRelease();
  // The folder of the thumbnail is a file, which root cannot write into either.
  const folder = `${release.config.results_dir}/data_release`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/cellpack_simularium`, "");

  const report = await release.apply();

  const thumbnail = report.shortfalls.find(({ subject }) =>
    subject.endsWith("_thumbnail.png") && subject.startsWith(folder)
  );
  assert.deepEqual(thumbnail?.outcome, {
    is: "failed",
    reason: "is not a directory",
  });
  assert.equal(outcomes(report)[KEYS.thumbnail1], "not tried");
  assert.equal(outcomes(report)[KEYS.paths], "not tried");
  assert.ok(release.store.objects.has(KEYS.packing1));
  assert.equal(release.store.objects.has(KEYS.paths), false);
  await assertNoTemporaryFiles(release);
});

Deno.test("a store that is unavailable stops the run at once, with one message", async () => {
  await using release = await makeRelease();
  release.store.failAt(
    { method: "put", nth: 2 },
    new StoreUnavailableError("The AWS credentials have expired"),
  );
  const events: ApplyEvent[] = [];

  const report = await release.apply({
    maxWorkers: 1,
    onEvent: (event) => events.push(event),
  });

  assert.equal(report.stopped, "The AWS credentials have expired");
  assert.equal(report.complete, false);
  assert.equal(puts(release), 2);
  assert.deepEqual(
    report.counts,
    counts({ done: 1, failed: 1, "not tried": ACTIONS - 2 - 2 }),
  );
  assert.deepEqual(
    events.filter(({ type }) => type === "stopping"),
    [{ type: "stopping", reason: "The AWS credentials have expired" }],
  );
  const told = report.shortfalls
    .filter(({ outcome }) => outcome.reason === report.stopped);
  assert.equal(told.length, 1);
});

Deno.test("a bucket that cannot be listed ends the run before it begins", async () => {
  await using release = await makeRelease();
  release.store.failAt({ method: "list" }, new StoreUnavailableError("Gone"));
  const before = await release.files();
  await assert.rejects(release.apply(), new StoreUnavailableError("Gone"));
  assert.deepEqual(await release.files(), before);
});

Deno.test("a manifest applied twice finds everything there and puts nothing", async () => {
  await using release = await makeRelease({ use_inverted_meshes: true });
  await release.apply();
  const first = puts(release);

  const report = await release.apply();

  assert.deepEqual(report.counts, counts({ "already there": ACTIONS }));
  assert.equal(report.complete, true);
  assert.equal(report.bytes, 0);
  assert.equal(puts(release), first);
});

Deno.test("the order of events: start, an outcome for each action, end", async () => {
  await using release = await makeRelease({ use_inverted_meshes: true });
  const events: ApplyEvent[] = [];
  const report = await release.apply({
    onEvent: (event) => events.push(event),
  });
  const known = [...putsOf(await release.plan()).values()]
    .filter(({ key }) => key !== KEYS.thumbnail1)
    .reduce((sum, { size }) => sum + size!, 0);

  assert.deepEqual(events[0], {
    type: "start",
    actions: ACTIONS,
    bytes: known,
  });
  assert.deepEqual(events.at(-1), { type: "end", report });
  const ended = events.filter((event) => event.type === "outcome");
  assert.deepEqual(
    ended.map(({ action }) => action.id).sort((a, b) => a - b),
    Array.from({ length: ACTIONS }, (_, i) => i + 1),
  );
  const sent = events.filter((event) => event.type === "bytes")
    .reduce((sum, { bytes }) => sum + bytes, 0);
  assert.equal(sent, report.bytes);
  assert.ok(report.bytes > known, "the thumbnail's bytes are counted, too");
});

Deno.test("the retries of the store are in the report", async () => {
  await using release = await makeRelease();
  const report = await release.apply({ retries: () => 3 });
  assert.equal(report.retries, 3);
});

for (const maxWorkers of [1, 3]) {
  Deno.test(`at most ${maxWorkers} objects are put at a time`, async () => {
    await using release = await makeRelease();
    const meshes = [KEYS.mem1, KEYS.nuc1, KEYS.mem2, KEYS.nuc2] as string[];
    const allCame = Promise.withResolvers<void>();
    let most = 0;
    const bucket = watch(release.store, async (key) => {
      most = Math.max(most, bucket.underWay());
      if (bucket.underWay() === maxWorkers) allCame.resolve();
      if (meshes.includes(key)) await allCame.promise;
      // Whoever came too many would come now.
      await new Promise((resolve) => setTimeout(resolve));
    });
    const report = await release.apply({ maxWorkers });
    assert.equal(report.complete, true);
    assert.equal(most, maxWorkers);
  });
}

Deno.test("after a stop nothing begins, and what is under way finishes", async () => {
  await using release = await makeRelease();
  const stop = new AbortController();
  const { ended } = watch(release.store, (key) => {
    if (key === KEYS.mem1) stop.abort();
  });

  const report = await release.apply({
    maxWorkers: 1,
    stop: stop.signal,
  });

  assert.deepEqual(ended, [KEYS.mem1]);
  assert.equal(report.stopped, "interrupted");
  assert.equal(report.complete, false);
  assert.deepEqual(
    report.counts,
    counts({ done: 1, "not tried": ACTIONS - 2 - 1 }),
  );
});

Deno.test("a stop while the bucket is listed keeps everything from being tried", async () => {
  await using release = await makeRelease();
  const before = await release.files();
  const report = await release.apply({ stop: AbortSignal.abort() });
  assert.deepEqual(report.counts, counts({ "not tried": ACTIONS - 2 }));
  assert.equal(puts(release), 0);
  assert.deepEqual(await release.files(), before);
});

Deno.test("a stop that comes when all is done does not make the run incomplete", async () => {
  await using release = await makeRelease();
  const stop = new AbortController();
  watch(release.store, (key) => {
    if (key === KEYS.paths) stop.abort();
  });
  const report = await release.apply({
    stop: stop.signal,
  });
  assert.equal(report.complete, true);
});

Deno.test("an abort gives up what is under way and begins nothing", async () => {
  await using release = await makeRelease();
  const abort = new AbortController();
  const { ended } = watch(release.store, (key) => {
    if (key === KEYS.mem1) abort.abort();
  });

  const report = await release.apply({
    maxWorkers: 1,
    abort: abort.signal,
  });

  assert.deepEqual(ended, []);
  assert.equal(outcomes(report)[KEYS.mem1], "failed");
  assert.equal(reasons(report)[KEYS.mem1], "interrupted");
  assert.deepEqual(
    report.counts,
    counts({ failed: 1, "not tried": ACTIONS - 2 - 1 }),
  );
  assert.equal((await release.apply()).complete, true);
});

Deno.test("an error of whoever listens is thrown, once what is under way has finished", async () => {
  await using release = await makeRelease();
  const thrown = Promise.withResolvers<void>();
  const { ended, underWay } = watch(
    release.store,
    (key) => key === KEYS.mem1 ? thrown.promise : undefined,
  );
  const onEvent = (event: ApplyEvent) => {
    if (event.type !== "outcome") return;
    thrown.resolve();
    throw new Deno.errors.BrokenPipe("closed");
  };
  await assert.rejects(
    release.apply({ maxWorkers: 2, onEvent }),
    Deno.errors.BrokenPipe,
  );
  assert.ok(ended.includes(KEYS.mem1));
  assert.equal(underWay(), 0);
  assert.equal(ended.length, 2, "nothing else begins");
});

Deno.test("a bug in a store is thrown as it is", async () => {
  await using release = await makeRelease();
  release.store.failAt({ method: "put", nth: 3 }, new TypeError("a bug"));
  await assert.rejects(release.apply(), new TypeError("a bug"));
});

const REFUSED: [string, (release: Release) => Promise<unknown>, RegExp][] = [
  [
    "was planned offline",
    (release) => release.plan({ store: "offline" }),
    /^Cannot apply ".*": it was planned with --offline, without the bucket; plan again$/,
  ],
  [
    "says dry_run",
    (release) => release.plan({ changes: { dry_run: true } }),
    /^Cannot apply ".*": its config says dry_run; plan again without it$/,
  ],
  [
    "has problems, which are named",
    async (release) => {
      await Deno.writeTextFile(release.dataset.packings[0]!, "{");
      await Deno.writeTextFile(release.dataset.meshes[0]!, "# nothing\n");
      await release.plan();
    },
    /^Cannot apply ".*": the plan has 2 problems; mend the files, or plan with --skip-invalid\n {2}.*mem_mesh_743916.obj: the mesh has no faces.*\n {2}.*_743916_seed_0.simularium: .+$/,
  ],
];

for (const [what, prepare, message] of REFUSED) {
  Deno.test(`a plan that ${what} is refused, and nothing is written`, async () => {
    await using release = await makeRelease();
    await prepare(release);
    const before = await release.files();
    await assert.rejects(release.apply(), { name: "ExpectedError", message });
    assert.deepEqual(await release.files(), before);
    assert.equal(puts(release), 0);
  });
}

Deno.test("of many problems of a plan the first ten are named", async () => {
  await using release = await makeRelease();
  const folder = `${release.config.data_dir}/structure_data/SLC25A17/meshes`;
  for (let i = 0; i < 12; i++) {
    await Deno.writeTextFile(`${folder}/nuc_mesh_${i}.obj`, "# nothing\n");
  }
  await release.plan();
  await assert.rejects(release.apply(), (error: Error) => {
    const lines = error.message.split("\n");
    assert.equal(lines.length, 12);
    assert.equal(lines[11], "  and 2 more");
    return true;
  });
});

Deno.test("no temporary file is left, in whatever way a run ends", async () => {
  await using release = await makeRelease({ use_inverted_meshes: true });
  const stop = new AbortController();
  watch(release.store, (key) => {
    if (key === KEYS.nuc1) stop.abort();
  });
  await release.apply({ stop: stop.signal });
  await assertNoTemporaryFiles(release);
  await release.apply();
  await assertNoTemporaryFiles(release);
});

/** Makes a store call `onPut` before each put, and wait for it. */
function watch(
  store: MemoryStore,
  onPut: (key: string) => Promise<void> | void = () => {},
) {
  const ended: string[] = [];
  let underWay = 0;
  const put = store.put.bind(store);
  store.put = async (request) => {
    underWay++;
    try {
      await onPut(request.key);
      const etag = await put(request);
      ended.push(request.key);
      return etag;
    } finally {
      underWay--;
    }
  };
  return {
    /** Keys in the order in which their puts succeeded. */
    ended,
    underWay: () => underWay,
  };
}

function puts({ store }: Release): number {
  return store.calls.filter(({ method }) => method === "put").length;
}

function counts(
  some: Partial<ApplyReport["counts"]>,
): ApplyReport["counts"] {
  const none = { done: 0, stale: 0, failed: 0 };
  return { ...none, "already there": 0, "not tried": 0, ...some };
}

function outcomes({ shortfalls }: ApplyReport): Record<string, string> {
  return Object.fromEntries(
    shortfalls.map(({ subject, outcome }) => [subject, outcome.is]),
  );
}

function reasons({ shortfalls }: ApplyReport): Record<string, string> {
  return Object.fromEntries(
    shortfalls.map(({ subject, outcome }) => [subject, outcome.reason]),
  );
}

async function assertNoTemporaryFiles(release: Release): Promise<void> {
  const names = [...(await release.files()).keys()];
  assert.deepEqual(
    names.filter((name) =>
      /tmp|\.run$/.test(
        name.slice(release.folder.length),
      )
    ),
    [],
  );
}
