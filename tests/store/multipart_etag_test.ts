import assert from "node:assert/strict";
import {
  candidatePartSizes,
  multipartEtag,
  parseEtag,
} from "../../lib/store/multipart_etag.ts";
import { patternBytes } from "../fixture/put_file.ts";

const MiB = 2 ** 20;
const GiB = 2 ** 30;
const MD5 = "5d41402abc4b2a76b9719d911017c592";

for (
  const [etag, expected] of [
    [MD5, { kind: "md5", md5: MD5 }],
    [MD5.toUpperCase(), { kind: "md5", md5: MD5 }],
    [`${MD5}-1`, { kind: "multipart", digest: MD5, parts: 1 }],
    [`${MD5}-10000`, { kind: "multipart", digest: MD5, parts: 10000 }],
    [`${MD5}-0`, { kind: "opaque" }],
    [`${MD5}-`, { kind: "opaque" }],
    [`"${MD5}"`, { kind: "opaque" }],
    [`${MD5}a`, { kind: "opaque" }],
    ["0x8D4BCC2E4835CD0", { kind: "opaque" }],
    ["", { kind: "opaque" }],
  ] as const
) {
  Deno.test(`the ETag ${JSON.stringify(etag)} is ${expected.kind}`, () => {
    assert.deepEqual(parseEtag(etag), expected);
  });
}

// Computed with Python's hashlib: the MD5 of the parts' MD5s in binary.
Deno.test("ETags of several part sizes are computed in one pass", async () => {
  const content = patternBytes(12 * MiB);
  const etags = await multipartEtag(
    chunksOf(content, 1_000_003),
    [4 * MiB, 5 * MiB, 6 * MiB, 8 * MiB, 5_000_000],
  );
  assert.deepEqual(etags, [
    "ccb0bae9286eb126753423687b6cea8c-3",
    "7df28755d1a6cc911533a3b50170cf7d-3",
    "a1cf7488a217520ca1957f05806b3d0e-2",
    "a85b9e7ccf4dabf1c2eb720289ce0045-2",
    "474fc64dd1a6ca2e680cb7342937b7f8-3",
  ]);
});

Deno.test("an ETag does not depend on how the content is chunked", async () => {
  const hello = new TextEncoder().encode("hello");
  for (const chunkSize of [1, 2, 3, 5]) {
    const etags = await multipartEtag(chunksOf(hello, chunkSize), [2, 3, 5]);
    assert.deepEqual(etags, [
      "75994d598838ab475c86e3140adc14c7-3",
      "554a2f6105cc700b8cc987b5ddfb8102-2",
      "62109206880d38a4010a98e11243924a-1",
    ]);
  }
});

Deno.test("empty content has one empty part", async () => {
  const etags = await multipartEtag(chunksOf(new Uint8Array(), 1), [5 * MiB]);
  assert.deepEqual(etags, ["59adb24ef3cdbe0297f05b395827453f-1"]);
});

Deno.test("part sizes that fit are found for the tools in use", () => {
  const cases: [string, number, number][] = [
    ["ours, AWS CLI and boto3", 100 * MiB, 8 * MiB],
    ["older SDKs and rclone", 100 * MiB, 5 * MiB],
    ["s5cmd", 300 * MiB, 50 * MiB],
    ["s3cmd", 100 * MiB, 15 * MiB],
    ["units of 1000²", 100 * MiB, 10_000_000],
    ["AWS CLI above 78 GiB", 100 * GiB, 16 * MiB],
    ["rclone above 49 GiB", 60 * GiB, 7 * MiB],
  ];
  for (const [tool, size, partSize] of cases) {
    const candidates = candidatePartSizes(size, Math.ceil(size / partSize));
    assert.ok(candidates.includes(partSize), tool);
  }
});

Deno.test("every candidate gives the number of parts, ours first", () => {
  for (const parts of [2, 3, 7, 13, 20, 100]) {
    for (const partSize of candidatePartSizes(100 * MiB, parts)) {
      assert.equal(Math.ceil(100 * MiB / partSize), parts);
    }
  }
  assert.equal(candidatePartSizes(100 * MiB, 13)[0], 8 * MiB);
  assert.deepEqual(candidatePartSizes(100 * MiB, 9000), []);
});

Deno.test("one part has one candidate: its ETag does not depend on the part size", () => {
  assert.deepEqual(candidatePartSizes(5, 1), [5]);
  assert.deepEqual(candidatePartSizes(0, 1), [1]);
});

async function* chunksOf(
  bytes: Uint8Array,
  size: number,
): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) {
    yield bytes.subarray(start, start + size);
  }
}
