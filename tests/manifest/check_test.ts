import assert from "node:assert/strict";
import { checkManifest } from "../../lib/manifest/check.ts";
import { openManifest } from "../../lib/manifest/open.ts";
import { readManifest } from "../../lib/manifest/read.ts";
import type { PlannedEntry } from "../../lib/manifest/entries.ts";
import { seal } from "../../lib/manifest/seal.ts";
import { writeManifest } from "../../lib/manifest/write.ts";
import { tempDir } from "../fixture/temp_dir.ts";
import { ENTRIES, header, put, putInParts, write } from "./entries.ts";

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** The text of a sealed manifest: its checksum is right, whatever it says. */
async function textOf(entries: readonly unknown[]): Promise<string> {
  const sealed = await Array.fromAsync(seal(stream(entries as PlannedEntry[])));
  return sealed.map(({ line }) => line).join("");
}

async function checkText(text: string | Uint8Array) {
  await using dir = await tempDir();
  return await checkManifest(await dir.write("m.jsonl", text));
}

async function rejects(text: string | Uint8Array, message: RegExp) {
  await assert.rejects(() => checkText(text), { name: "FormatError", message });
}

Deno.test("a sealed manifest is read as it was written, and passes the check", async () => {
  await using dir = await tempDir();
  const path = `${dir.path}/sub/m.jsonl`;
  const seen: string[] = [];
  await writeManifest(
    path,
    seal(stream(ENTRIES)),
    ({ entry }) => seen.push(entry.type),
  );
  const entries = (await Array.fromAsync(readManifest(path)))
    .map(({ entry }) => entry);
  assert.deepEqual(entries.slice(0, -1), ENTRIES);
  assert.deepEqual(seen, [...ENTRIES.map(({ type }) => type), "summary"]);

  const checked = await checkManifest(path);
  assert.equal(checked.path, path);
  assert.deepEqual(checked.header, ENTRIES[0]);
  assert.equal(checked.config.structures.length, 2);
  assert.deepEqual(checked.toPut, { objects: 5, bytes: 10 + 32 + 10 + 18 });
  assert.equal(checked.toWrite, 4);
  const { lines, actions, errors, warnings } = checked.summary;
  assert.deepEqual([lines, actions, errors, warnings], [15, 10, 0, 1]);
});

Deno.test("the checksum of the summary is the SHA-256 of the lines before it", async () => {
  const text = await textOf(ENTRIES);
  const lines = text.split("\n").slice(0, -1);
  const { sha256 } = JSON.parse(lines.at(-1)!);
  const before = new TextEncoder().encode(lines.slice(0, -1).join("\n") + "\n");
  const digest = await crypto.subtle.digest("SHA-256", before);
  assert.equal(sha256, new Uint8Array(digest).toHex());
});

Deno.test("a manifest cut off after any line is refused", async () => {
  const lines = (await textOf(ENTRIES)).split("\n");
  for (let kept = 0; kept < lines.length - 1; kept++) {
    const text = lines.slice(0, kept).map((line) => line + "\n").join("");
    await rejects(
      text,
      kept === 0
        ? /^it is empty$/
        : /^the summary line at the end is missing: the file is cut off$/,
    );
  }
});

Deno.test("a manifest cut off within any line is refused, by the line", async () => {
  const bytes = new TextEncoder().encode(
    await textOf([header(), write(1), ...ENTRIES.slice(6, 7), put(2)].map(
      (entry) => "of" in entry ? { ...entry, of: 1 } : entry,
    )),
  );
  await using dir = await tempDir();
  const path = await dir.write("m.jsonl", bytes);
  let line = bytes.filter((byte) => byte === 0x0a).length;
  for (let end = bytes.length - 1; end > 0; end--) {
    await Deno.truncate(path, end);
    if (bytes[end - 1] === 0x0a) {
      line--;
      continue; // See the test before.
    }
    await assert.rejects(() => checkManifest(path), {
      name: "FormatError",
      message: `line ${line} has no end: the file is cut off`,
    });
  }
  assert.equal(line, 1);
});

Deno.test("a manifest without one of its lines is refused", async () => {
  const lines = (await textOf(ENTRIES)).split("\n").slice(0, -1);
  for (let missing = 0; missing < lines.length; missing++) {
    await assert.rejects(
      () => checkText(lines.toSpliced(missing, 1).join("\n") + "\n"),
      { name: "FormatError" },
    );
  }
});

const SAME_LENGTH: [what: string, from: string, to: string][] = [
  ["a key", "RAB5A/meshes/1.obj", "RAB5A/meshes/0.obj"],
  ["a reason", "not in the bucket", "was in the bucket"],
  ["a text", "日本", "本日"],
  ["an ACL", '"acl":"public-read"', '"acl":"none"'],
];

for (const [what, from, to] of SAME_LENGTH) {
  Deno.test(`a manifest in which ${what} was edited is refused`, async () => {
    const text = await textOf(ENTRIES);
    assert.ok(text.includes(from));
    await rejects(
      text.replace(from, to),
      /^line 16: the checksum is not that of the lines before: the file was changed$/,
    );
  });
}

Deno.test("a manifest with a byte that is no UTF-8 is refused", async () => {
  const bytes = new TextEncoder().encode(await textOf(ENTRIES));
  bytes[bytes.indexOf(0xe6)] = 0xff; // The first byte of 日.
  await rejects(bytes, /^line 16: the checksum is not that/);
});

for (const what of ["lines", "actions", "errors", "warnings"]) {
  Deno.test(`a summary with another number of ${what} is refused`, async () => {
    const text = (await textOf(ENTRIES)).replace(
      new RegExp(`("type":"summary".*"${what}":)\\d+`),
      "$177",
    );
    await rejects(
      text,
      new RegExp(`^line 16: counts 77 ${what}, the file has `),
    );
  });
}

Deno.test("an error of the plan cannot be edited away in the summary", async () => {
  const error = { ...ENTRIES[3], severity: "error" };
  const text = await textOf([header(), error]);
  assert.equal((await checkText(text)).summary.errors, 1);
  await rejects(
    text.replace('"errors":1', '"errors":0'),
    /^line 3: counts 0 errors, the file has 1/,
  );
});

Deno.test("lines after the summary are refused", async () => {
  const text = await textOf(ENTRIES);
  await rejects(
    `${text}${JSON.stringify(put(10))}\n`,
    /^line 17: stands after the summary$/,
  );
  await rejects(text + text, /^line 17: stands after the summary$/);
  await rejects(text + "\n", /^line 17 is not JSON$/);
});

Deno.test("Windows line ends are a change", async () => {
  await rejects(
    (await textOf(ENTRIES)).replaceAll("\n", "\r\n"),
    /^line 1 is not spelled as by this tool/,
  );
});

Deno.test("a manifest of a newer format is refused by its number", async () => {
  const newer = header({}, { format: 4 as never });
  await rejects(
    await textOf([newer, { type: "invention" }]),
    /^line 1 says format 4, this tool reads format 3: plan again$/,
  );
});

/** A write of a file of ten bytes, with splices that remove so many bytes there. */
function spliced(...places: [offset: number, length: number][]) {
  const splices = places.map(([offset, length]) => ({
    offset,
    before: "x".repeat(length),
    after: "",
  }));
  return write(1, {
    op: "update",
    before: { size: 10 },
    after: { size: 10, md5: put(1).md5! },
    content: { kind: "splices", splices },
  });
}

function md5Like(digit: string): string {
  return digit.repeat(32);
}

const { format: _, ...withoutFormat } = header();

const REFUSED: [why: string, entries: unknown[], message: RegExp][] = [
  ["without a header", [put(1)], /^line 1: the header must be the first line/],
  [
    "with two headers",
    [header(), header()],
    /^line 2: the header must be the first/,
  ],
  [
    "with a header without a format",
    [withoutFormat],
    /^line 1 says format undefined/,
  ],
  [
    "with an unknown entry",
    [header(), { type: "delete", key: "a" }],
    /^line 2 is no manifest entry: /,
  ],
  [
    "with an unknown member",
    [header(), { ...put(1), force: true }],
    /^line 2 is no manifest entry: .*force/,
  ],
  [
    "with a line that is a list",
    [header(), [1]],
    /^line 2 is no manifest entry/,
  ],
  [
    "with an ID twice",
    [header(), put(1), put(1)],
    /^line 3: has the ID 1, expected 2$/,
  ],
  [
    "with an ID left out",
    [header(), put(1), put(3)],
    /^line 3: has the ID 3, expected 2$/,
  ],
  [
    "whose first ID is not 1",
    [header(), put(2)],
    /^line 2: has the ID 2, expected 1$/,
  ],
  ["that waits for a later action", [
    header(),
    put(1, { waits_for: [2] }),
    put(2),
  ], /^line 2: action 1 waits for 2, which does not come before it$/],
  [
    "that waits for itself",
    [header(), put(1, { waits_for: [1] })],
    /^line 2: action 1 waits for 1/,
  ],
  ["that waits for a range up to itself", [
    header(),
    put(1),
    put(2, { waits_for: [[1, 2]] }),
  ], /^line 3: action 2 waits for 2/],
  ["that waits for a range backwards", [
    header(),
    put(1),
    put(2),
    put(3, { waits_for: [[2, 1]] }),
  ], /^line 4: action 3 waits for 1/],
  [
    "with text before any write",
    [header(), { type: "text", of: 1, text: "" }],
    /^line 2: is text of action 1, which is not the write before it$/,
  ],
  ["with text of another write", [
    header(),
    write(1),
    write(2, { path: "results/y" }),
    {
      type: "text",
      of: 1,
      text: "",
    },
  ], /^line 4: is text of action 1/],
  [
    "with text of a put",
    [header(), put(1), { type: "text", of: 1, text: "" }],
    /^line 3: is text of action 1/,
  ],
  ["with text apart from its write", [header(), write(1), ENTRIES[3], {
    type: "text",
    of: 1,
    text: "",
  }], /^line 4: is text of action 1/],
  ["with text of a write that has other content", [header(), {
    ...ENTRIES[9],
    id: 1,
  }, { type: "text", of: 1, text: "" }], /^line 3: is text of action 1/],
  [
    "with an MD5 that is none",
    [header(), put(1, { md5: "abc" })],
    /^line 2 is no manifest entry: .*\(md5\)$/,
  ],
  [
    "that puts an object twice",
    [header(), put(1), put(2, { key: put(1).key })],
    /^line 3: action 2 is the second to put "structure_data\/RAB5A\/meshes\/1\.obj"$/,
  ],
  [
    "that writes a file twice",
    [header(), write(1), put(2), write(3)],
    /^line 4: action 3 is the second to write "results\/.*x\.csv"$/,
  ],
  [
    "with a key of another release",
    [header(), put(1, { key: "structure_data/TOMM20/meshes/1.obj" })],
    /^line 2: the key "structure_data\/TOMM20\/meshes\/1\.obj" is none of this release$/,
  ],
  [
    "with a key that leads out of its folder",
    [header(), put(1, { key: "structure_data/RAB5A/meshes/../a.obj" })],
    /^line 2: the key ".*" is none of this release$/,
  ],
  [
    "with a key with a NUL",
    [header(), put(1, { key: "structure_data/RAB5A/meshes/a\0.obj" })],
    /^line 2: the key ".*" is none of this release$/s,
  ],
  [
    "that creates an object that is there",
    [header(), put(1, { remote: { etag: "e", size: 1 } })],
    /^line 2: action 1 creates an object that the plan found in the bucket$/,
  ],
  [
    "that updates an object that is not there",
    [header(), put(1, { op: "update" })],
    /^line 2: action 1 is to update an object that the plan did not find/,
  ],
  [
    "that knows a size without the MD5",
    [header(), put(1, { md5: null })],
    /^line 2: action 1 tells only one of size and MD5$/,
  ],
  [
    "that creates a file that is there",
    [header(), write(1, { before: { size: 1, md5: put(1).md5! } })],
    /^line 2: action 1 creates a file that the plan found$/,
  ],
  [
    "that updates a file that is not there",
    [header(), write(1, { op: "update" })],
    /^line 2: action 1 is to update a file that the plan did not find$/,
  ],
  [
    "with splices out of order",
    [header(), spliced([4, 1], [2, 1])],
    /^line 2: action 1 has splices that overlap, or are not in order$/,
  ],
  [
    "with splices that overlap",
    [header(), spliced([2, 3], [4, 1])],
    /^line 2: action 1 has splices that overlap/,
  ],
  [
    "with a splice beyond the end of the file",
    [header(), spliced([2, 3], [9, 2])],
    /^line 2: action 1 has a splice beyond the file's end$/,
  ],
  [
    "that edits a file and tells its MD5",
    [
      header(),
      { ...spliced([2, 3]), before: { size: 10, md5: put(1).md5! } },
    ],
    /^line 2: action 1 edits a file and tells its MD5$/,
  ],
  [
    "that replaces a file and does not tell its MD5",
    [header(), write(1, { op: "update", before: { size: 10 } })],
    /^line 2: action 1 does not tell the MD5 of the file before$/,
  ],
  [
    "with an edit that gives nobody knows what",
    [header(), { ...spliced([2, 3]), after: null }],
    /^line 2: action 1 does not tell what an edit gives$/,
  ],
  [
    "with more parts than its size has",
    [header(), putInParts(1, { size: 16 })],
    /^line 2: action 1 has 3 parts of 8 bytes, and 16 bytes$/,
  ],
  [
    "with fewer parts than its size has",
    [header(), putInParts(1, { size: 25 })],
    /^line 2: action 1 has 3 parts of 8 bytes, and 25 bytes$/,
  ],
  [
    "with another MD5 than its parts",
    [header(), putInParts(1, { part_md5s: ["0", "1", "2"].map(md5Like) })],
    /^line 2: action 1 has another MD5 than its parts$/,
  ],
  [
    "with the MD5 of parts that are not told",
    [
      header(),
      putInParts(1, { part_size: undefined, part_md5s: undefined }),
    ],
    /^line 2: action 1 tells nothing of its parts$/,
  ],
  [
    "with parts of any size",
    [header(), putInParts(1, { part_size: undefined })],
    /^line 2: action 1 tells not all of its parts$/,
  ],
  [
    "with more parts than S3 takes",
    [
      header(),
      putInParts(1, {
        size: 10_001,
        part_size: 1,
        part_md5s: new Array(10_001).fill(md5Like("0")),
      }),
    ],
    /^line 2: action 1 has more than 10000 parts$/,
  ],
  [
    "with a size beyond what numbers hold",
    [header(), put(1, { size: 2 ** 53 })],
    /^line 2 is no manifest entry: .*\(size\)$/,
  ],
  [
    "with a size that is no integer",
    [header(), put(1, { size: 1.5 })],
    /^line 2 is no manifest entry: .*\(size\)$/,
  ],
  [
    "with an ID beyond what numbers hold",
    [header(), put(1e300)],
    /^line 2 is no manifest entry: .*\(id\)$/,
  ],
  [
    "with a negative size",
    [header(), put(1, { size: -1 })],
    /^line 2 is no manifest entry: .*\(size\)$/,
  ],
];

for (const [why, entries, message] of REFUSED) {
  Deno.test(`a manifest ${why} is refused`, async () => {
    await rejects(await textOf(entries), message);
  });
}

const PATHS: [
  path: string,
  config: Record<string, unknown>,
  accepted: boolean,
][] = [
  ["data/a", {}, true],
  ["results/a", {}, true],
  ["/tmp/elsewhere/a", { data_dir: "/tmp/elsewhere" }, true],
  ["../above/a", { results_dir: "../above" }, true],
  ["data", {}, false],
  ["a", {}, false],
  ["./results/a", {}, false],
  ["results//a", {}, false],
  ["results/link/../a", {}, false],
  ["data/../a", {}, false],
  ["data/../../etc/passwd", {}, false],
  ["../data/a", {}, false],
  ["/etc/passwd", {}, false],
  ["database/a", {}, false],
  ["data/a\0", {}, false],
  ["/tmp/elsewhere2/a", { data_dir: "/tmp/elsewhere" }, false],
];

for (const [path, config, accepted] of PATHS) {
  const places = Object.values(config).join(", ") || "data, results";
  Deno.test(`the path ${JSON.stringify(path)} is ${accepted ? "accepted" : "refused"} with ${places}`, async () => {
    const inverted = {
      kind: "inverted_mesh",
      source: path,
      source_md5: put(1).md5!,
    } as const;
    const thumbnail = ENTRIES[10]!;
    assert.ok(thumbnail.type === "write");
    const data = `${config.data_dir ?? "data"}/x`;
    const actions: PlannedEntry[] = [
      put(1, { source: path }),
      write(1, { path }),
      write(1, { path: data, content: inverted }),
      write(1, {
        path: data,
        content: { ...thumbnail.content, figure: path } as never,
      }),
      write(1, { path, content: { kind: "splices", splices: [] } }),
    ];
    for (const action of actions) {
      const text = await textOf([header(config), action]);
      if (accepted) await checkText(text);
      else {await rejects(
          text,
          /^line 2: ".*" is (outside of "|not normalized$)/,
        );}
    }
  });
}

for (const what of ["bucket", "region", "endpoint", "base_url"] as const) {
  Deno.test(`a target with another ${what} than the config's is refused`, async () => {
    const target = { ...header().target, [what]: "https://elsewhere.test/" };
    await rejects(
      await textOf([header({}, { target })]),
      new RegExp(
        `^line 1: the target's ${what} is "https://elsewhere.test/", by the config it is `,
      ),
    );
  });
}

Deno.test("a config that is not the one that was planned with is refused", async () => {
  const { config } = header({ s3_acl: "none" });
  await rejects(
    await textOf([header({}, { config })]),
    /^line 1: the config is not the one that was planned with$/,
  );
});

Deno.test("a config that cannot be used is refused, though its checksum is right", async () => {
  const { sha256Hex } = await import("../../lib/manifest/sha256.ts");
  const config = { ...header().config, max_workers: 0 };
  const config_sha256 = sha256Hex(JSON.stringify(config));
  await rejects(
    await textOf([header({}, { config, config_sha256 })]),
    /^line 1: the config cannot be used: max_workers: /,
  );
});

Deno.test("other files are refused as manifests", async () => {
  await rejects("", /^it is empty$/);
  await rejects("\n", /^line 1 is not JSON$/);
  await rejects("{}\n", /^line 1 is no manifest entry/);
  await rejects("hello\n", /^line 1 is not JSON$/);
  await rejects("hello", /^line 1 has no end/);
  await rejects(
    new Uint8Array(2 ** 24 + 1).fill(0x20),
    /^line 1 is too long for a manifest$/,
  );
});

const SPELLINGS: [what: string, from: string, to: string][] = [
  ["a space", '"id":3', '"id": 3'],
  ["a key twice", '"id":3', '"id":4,"id":3'],
  [
    "a path twice",
    '"path":"results/t.png"',
    '"path":"/etc/passwd","path":"results/t.png"',
  ],
  ["a key that is escaped", '"id":3', '"\\u0069d":3'],
  ["a number written otherwise", '"id":3', '"id":3.0'],
  ["a number that is huge", '"id":3', '"id":1e999'],
  ["a number of many digits", '"id":3', '"id":3.0000000000000000001'],
  ["an escaped slash", '"path":"results/t.png"', '"path":"results\\/t.png"'],
];

for (const [what, from, to] of SPELLINGS) {
  Deno.test(`a manifest with ${what} is refused by the line`, async () => {
    const text = await textOf(ENTRIES);
    assert.equal(text.split(from).length, 2);
    const line = text.slice(0, text.indexOf(from)).split("\n").length;
    await rejects(
      text.replace(from, to),
      new RegExp(
        `^line ${line} is not spelled as by this tool, or has a key twice: the file was changed$`,
      ),
    );
  });
}

Deno.test("every member of every entry is needed, and of its type", async () => {
  for (const [i, entry] of ENTRIES.entries()) {
    for (const member of Object.keys(entry)) {
      const { [member]: _, ...without } = entry as unknown as Record<
        string,
        unknown
      >;
      for (const odd of [{ odd: 1 }, [[]], true, 1e300]) {
        if (member === "offline" && odd === true) continue;
        await rejects(
          await textOf(
            ENTRIES.with(i, { ...entry, [member]: odd } as PlannedEntry),
          ),
          new RegExp(`^line ${i + 1}\\b`),
        );
      }
      await rejects(
        await textOf(ENTRIES.with(i, without as never)),
        new RegExp(`^line ${i + 1}\\b`),
      );
    }
  }
});

Deno.test("an unknown member is refused wherever it is", async () => {
  for (const [i, entry] of ENTRIES.entries()) {
    const text = JSON.stringify(entry);
    const places = [...text.matchAll(/[{]/g)].map(({ index }) => index + 1);
    for (const place of places) {
      const odd = text.slice(0, place) + '"odd":1' +
        (text[place] === "}" ? "" : ",") + text.slice(place);
      await rejects(
        await textOf(ENTRIES.with(i, JSON.parse(odd))),
        new RegExp(`^line ${i + 1}\\b`),
      );
    }
  }
});

Deno.test("nesting without end is refused", async () => {
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  await rejects(
    (await textOf(ENTRIES)).replace('"config":{', `"config":{"a":${deep},`),
    /^line 1: the config cannot be used: \(top level\): /,
  );
});

Deno.test("a byte order mark and UTF-16 are refused", async () => {
  const text = await textOf(ENTRIES);
  await rejects(`\ufeff${text}`, /^line 1 is not JSON$/);
  const utf16 = new Uint8Array(
    Uint16Array.from(
      `\ufeff${text}`,
      (char) => char.charCodeAt(0),
    ).buffer,
  );
  await rejects(utf16, /^line 1 is not JSON$/);
});

Deno.test("from outside, a manifest is refused with its path, and what to do", async () => {
  await using dir = await tempDir();
  const path = await dir.write("m.jsonl", "hello\n");
  await assert.rejects(() => openManifest(path), {
    name: "ExpectedError",
    message: `Cannot use manifest "${path}": line 1 is not JSON`,
  });
  await assert.rejects(() => openManifest(`${dir.path}/missing`), {
    name: "ExpectedError",
    message: new RegExp(
      `^Cannot read manifest ".*/missing": no such file; make one with`,
    ),
  });
});

Deno.test("a folder, an empty device and a name that is too long are refused as manifests", async () => {
  for (
    const [path, message] of [
      [Deno.cwd(), 'Cannot read manifest "PATH": is a directory'],
      ["/dev/null", 'Cannot use manifest "PATH": it is empty'],
      [
        `${Deno.mainModule}/m`.replace("file://", ""),
        'Cannot read manifest "PATH": is not a directory',
      ],
      [
        "x".repeat(300),
        'Cannot read manifest "PATH": the name is too long for the file system',
      ],
    ] as const
  ) {
    await assert.rejects(() => openManifest(path), {
      name: "ExpectedError",
      message: message.replace("PATH", path),
    });
  }
});

Deno.test("a manifest whose making fails does not appear", async () => {
  await using dir = await tempDir();
  async function* entries(): AsyncGenerator<PlannedEntry> {
    yield* ENTRIES;
    throw new Error("planning fails");
  }
  const path = `${dir.path}/m.jsonl`;
  await assert.rejects(
    () => writeManifest(path, seal(entries())),
    /planning fails/,
  );
  assert.deepEqual(await Array.fromAsync(Deno.readDir(dir.path)), []);
});

Deno.test("a manifest much longer than a chunk is read line by line", async () => {
  const puts = Array.from(
    { length: 5000 },
    (_, i) => put(i + 1, { reason: `ü${i}` }),
  );
  const { summary, toPut } = await checkText(await textOf([header(), ...puts]));
  assert.equal(summary.actions, 5000);
  assert.deepEqual(toPut, { objects: 5000, bytes: 50_000 });
});
