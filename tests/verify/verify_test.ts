import assert from "node:assert/strict";
import { openManifest } from "../../lib/manifest/open.ts";
import { StoreUnavailableError } from "../../lib/store/store.ts";
import {
  verifyRelease,
  type VerifyReport,
  type VerifyRequest,
} from "../../lib/verify/verify.ts";
import { KEYS } from "../apply/keys.ts";
import { makeRelease, type Release } from "../fixture/release.ts";

/** How the bucket answers visitors. */
interface Visit {
  status?: number;
  cors?: string | null;
  contentType?: string;
}

/** A release that was applied to a bucket, which visitors reach over HTTP. */
interface Published extends Release {
  readonly baseUrl: string;
  readonly visit: Visit;
  verify(options?: Partial<VerifyRequest>): Promise<VerifyReport>;
}

async function publish(): Promise<Published> {
  const visit: Visit = {};
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    ({ url }) => {
      const key = decodeURIComponent(new URL(url).pathname.slice(1));
      const object = release.store.objects.get(key);
      const { status = object ? 200 : 404, cors = "*" } = visit;
      const { contentType = "text/html" } = object?.headers ?? {};
      return new Response(object?.content.slice(), {
        status,
        headers: {
          "content-type": visit.contentType ?? contentType,
          ...cors === null ? {} : { "access-control-allow-origin": cors },
        },
      });
    },
  );
  const baseUrl = `http://127.0.0.1:${server.addr.port}/`;
  const release: Release = await makeRelease({ base_s3_url: baseUrl });
  await release.apply();
  const { store, manifest } = release;
  return {
    ...release,
    baseUrl,
    visit,
    verify: async (options) =>
      await verifyRelease({
        manifest: await openManifest(manifest),
        store,
        ...options,
      }),
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      await release[Symbol.asyncDispose]();
    },
  };
}

Deno.test("a release that was applied is as planned", async () => {
  await using published = await publish();
  const { objects, bytes, discrepancies } = await published.verify();
  assert.deepEqual(discrepancies, []);
  assert.equal(objects, 9);
  const stored = [...published.store.objects.values()];
  assert.equal(
    bytes,
    stored.reduce((sum, { content }) => sum + content.length, 0),
  );
});

/** Images are shown without asking CORS. */
const NO_CORS =
  /^a browser may not open it on (?:bff|simularium)\.allencell\.org: the bucket has no CORS rule that allows GET from there$/;

/** What is wrong with a release, and every discrepancy that tells it. */
interface Case {
  readonly name: string;
  spoil(published: Published): Promise<unknown> | unknown;
  discrepancies(published: Published): Record<string, string | RegExp>;
}

const CASES: readonly Case[] = [
  {
    name: "a mesh is missing",
    spoil: ({ store }) => store.objects.delete(KEYS.nuc1),
    discrepancies: ({ baseUrl }) => ({
      [KEYS.nuc1]: "is not in the bucket",
      [baseUrl + KEYS.nuc1]:
        `is not in the bucket; "${KEYS.packing1}" shows it as a mesh`,
    }),
  },
  {
    name: "a packing is missing",
    spoil: ({ store }) => store.objects.delete(KEYS.packing2),
    discrepancies: ({ baseUrl }) => ({
      [KEYS.packing2]: "is not in the bucket",
      [baseUrl + KEYS.packing2]:
        /^is not in the bucket; row 2 of ".*_paths\.csv" names it as its File Path$/,
    }),
  },
  {
    name: "a thumbnail is missing",
    spoil: ({ store }) => store.objects.delete(KEYS.thumbnail1),
    discrepancies: ({ baseUrl }) => ({
      [KEYS.thumbnail1]: "is not in the bucket",
      [baseUrl + KEYS.thumbnail1]:
        /^is not in the bucket; row 1 of ".*_paths\.csv" names it as its Thumbnail$/,
    }),
  },
  {
    name: "an object holds other content",
    spoil: ({ store }) =>
      store.objects.set(KEYS.mem1, {
        ...store.objects.get(KEYS.mem1)!,
        content: new Uint8Array(3),
        etag: "0".repeat(32),
      }),
    discrepancies: () => ({
      [KEYS.mem1]: "holds other content than the manifest says",
    }),
  },
  {
    name: "a thumbnail is not the one that was drawn",
    spoil: ({ store }) =>
      store.objects.set(KEYS.thumbnail1, {
        ...store.objects.get(KEYS.thumbnail1)!,
        content: new Uint8Array(3),
        etag: "0".repeat(32),
      }),
    discrepancies: () => ({
      [KEYS.thumbnail1]: /^holds other content than ".*_thumbnail\.png"$/,
    }),
  },
  {
    name: "the local thumbnail is gone",
    spoil: ({ config }) =>
      Deno.remove(
        `${config.results_dir}/data_release/cellpack_simularium/thumbnails`,
        { recursive: true },
      ),
    discrepancies: () => ({
      [KEYS.thumbnail1]:
        /^cannot be compared with ".*_thumbnail\.png": no such file or directory$/,
    }),
  },
  {
    name: "an object has another content type",
    spoil: ({ store }) =>
      store.objects.set(KEYS.mem1, {
        ...store.objects.get(KEYS.mem1)!,
        headers: {
          contentType: "text/plain",
          cacheControl: "no-cache",
          acl: "public-read",
        },
      }),
    discrepancies: ({ baseUrl }) => ({
      [KEYS.mem1]:
        'has other headers than the manifest says: Content-Type "text/plain" → "model/obj"',
      [baseUrl + KEYS.mem1]:
        'has the content type "text/plain", expected "model/obj"',
    }),
  },
  {
    name: "an object is private",
    spoil: ({ store }) =>
      store.objects.set(KEYS.mem1, {
        ...store.objects.get(KEYS.mem1)!,
        headers: {
          contentType: "model/obj",
          cacheControl: "no-cache",
          acl: "none",
        },
      }),
    discrepancies: () => ({
      [KEYS.mem1]:
        "has other headers than the manifest says: ACL private → public-read",
    }),
  },
  {
    name: "visitors may not read the bucket",
    spoil: ({ visit }) => visit.status = 403,
    discrepancies: sampled(
      "a visitor may not read it (403): make it public by ACL (s3_acl) or bucket policy",
    ),
  },
  {
    name: "visitors get another error",
    spoil: ({ visit }) => visit.status = 500,
    discrepancies: sampled("a visitor gets status 500"),
  },
  {
    name: "the bucket has no CORS rule",
    spoil: ({ visit }) => visit.cors = null,
    discrepancies: sampled(NO_CORS, ["thumbnail1"]),
  },
  {
    name: "the CORS rule allows another origin",
    spoil: ({ visit }) => visit.cors = "https://example.com",
    discrepancies: sampled(NO_CORS, ["thumbnail1"]),
  },
  {
    name: "visitors get a web page in place of everything",
    spoil: ({ visit }) => visit.contentType = "text/html; charset=utf-8",
    discrepancies: sampled("is a web page, not the file: check base_s3_url"),
  },
  {
    name: "a local packing cannot be read any more",
    spoil: ({ dataset }) => Deno.writeTextFile(dataset.packings[0]!, "{"),
    discrepancies: ({ dataset }) => ({
      [dataset.packings[0]!]: /^cannot be checked for missing meshes: /,
    }),
  },
];

for (const { name, spoil, discrepancies } of CASES) {
  Deno.test(`${name}: the verification tells`, async () => {
    await using published = await publish();
    await spoil(published);
    const report = await published.verify();
    const expected = discrepancies(published);
    assert.deepEqual(
      report.discrepancies.map(({ subject }) => subject).sort(),
      Object.keys(expected).sort(),
    );
    for (const { subject, message } of report.discrepancies) {
      const wanted = expected[subject]!;
      if (typeof wanted === "string") assert.equal(message, wanted);
      else assert.match(message, wanted);
    }
  });
}

/** Two objects of each kind, the first of the manifest. */
const SAMPLE = [
  "mem1",
  "mem2",
  "packing1",
  "packing2",
  "thumbnail1",
  "metadata",
  "paths",
] as const;

function sampled(
  message: string | RegExp,
  without: readonly typeof SAMPLE[number][] = [],
): Case["discrepancies"] {
  return ({ baseUrl }) =>
    Object.fromEntries(
      SAMPLE.filter((name) => !without.includes(name))
        .map((name) => [baseUrl + KEYS[name], message]),
    );
}

Deno.test("a bucket that visitors cannot reach is told without repeating the URL", async () => {
  await using published = await publish();
  const release = await makeRelease({ base_s3_url: "http://127.0.0.1:1/" });
  await using _ = release;
  await release.apply();
  const { discrepancies } = await verifyRelease({
    manifest: await openManifest(release.manifest),
    store: release.store,
  });
  assert.equal(discrepancies.length, 7);
  for (const { message } of discrepancies) {
    assert.match(message, /^a visitor cannot reach it: /);
    assert.doesNotMatch(message, /http:/);
  }
  assert.deepEqual((await published.verify()).discrepancies, []);
});

Deno.test("a mesh on another host is not looked for", async () => {
  await using published = await publish();
  const [path] = published.dataset.packings;
  const text = await Deno.readTextFile(path!);
  await Deno.writeTextFile(
    path!,
    text.replace(published.baseUrl + KEYS.nuc1, "https://elsewhere.test/n.obj"),
  );
  published.store.objects.delete(KEYS.nuc1);
  const { discrepancies } = await published.verify();
  assert.deepEqual(discrepancies.map(({ subject }) => subject), [KEYS.nuc1]);
});

Deno.test("the listing part asks for the listing only", async () => {
  await using published = await publish();
  published.visit.status = 403;
  published.store.objects.delete(KEYS.nuc1);
  const calls = published.store.calls.length;
  const { discrepancies } = await published.verify({ listingOnly: true });
  assert.deepEqual(discrepancies, [
    { subject: KEYS.nuc1, message: "is not in the bucket" },
  ]);
  assert.deepEqual(
    new Set(published.store.calls.slice(calls).map(({ method }) => method)),
    new Set(["list"]),
  );
});

Deno.test("credentials that expire meanwhile end the verification", async () => {
  await using published = await publish();
  published.store.failAt(
    { method: "head", nth: 3 },
    new StoreUnavailableError("expired"),
  );
  await assert.rejects(
    published.verify(),
    new StoreUnavailableError("expired"),
  );
});

/** 2 CSVs, 2 packings of which one has a figure, 2 meshes for each. */
const ALL = { tables: 2, packings: 2, meshes: 4, thumbnails: 1 };

Deno.test("visitors open the whole of a small release, where that is asked for", async () => {
  await using published = await publish();
  assert.equal((await published.verify()).visited, undefined);
  const { visited, discrepancies } = await published.verify({ public: true });
  assert.deepEqual(discrepancies, []);
  assert.deepEqual(visited, ALL);
});

Deno.test("what visitors cannot open is told once, though two checks found it", async () => {
  await using published = await publish();
  published.visit.status = 403;
  const { visited, discrepancies } = await published.verify({ public: true });
  assert.deepEqual(visited, {
    tables: 0,
    packings: 0,
    meshes: 0,
    thumbnails: 0,
  });
  assert.equal(discrepancies.length, SAMPLE.length);
});

Deno.test("visitors meet with what the sample does not show", async () => {
  await using published = await publish();
  const nuc = published.store.objects.get(KEYS.nuc1)!;
  published.store.objects.set(KEYS.nuc1, {
    ...nuc,
    headers: { ...nuc.headers, contentType: "text/plain" },
  });
  const url = published.baseUrl + KEYS.nuc1;
  const subjects = ({ discrepancies }: VerifyReport) =>
    discrepancies.map(({ subject }) => subject);
  assert.deepEqual(subjects(await published.verify()), [KEYS.nuc1]);
  assert.deepEqual(subjects(await published.verify({ public: true })), [
    KEYS.nuc1,
    url,
  ]);
});

Deno.test("a verification says what it is about", async () => {
  await using published = await publish();
  const told: string[] = [];
  await published.verify({
    onProgress: (progress) =>
      told.push(
        progress.doing === "comparing"
          ? `comparing ${progress.objects}`
          : progress.doing,
      ),
  });
  assert.deepEqual(told, [
    "listing",
    ...Array.from({ length: 9 }, (_, i) => `comparing ${i + 1}`),
    "following links",
    "visiting",
  ]);
});

Deno.test("links are given only where everything is in place", async () => {
  await using published = await publish();
  const csv = published.baseUrl + KEYS.paths;
  const { links } = await published.verify();
  assert.equal(links?.csv, csv);
  published.store.objects.delete(KEYS.nuc1);
  assert.equal(
    (await published.verify({ listingOnly: true })).links,
    undefined,
  );
});
