import assert from "node:assert/strict";
import { checkManifest } from "../../lib/manifest/check.ts";
import { openManifest } from "../../lib/manifest/open.ts";
import { readManifest } from "../../lib/manifest/read.ts";
import type { PlannedEntry } from "../../lib/manifest/entries.ts";
import { seal } from "../../lib/manifest/seal.ts";
import { writeManifest } from "../../lib/manifest/write.ts";
import { tempDir } from "../fixture/temp_dir.ts";
import { ENTRIES, header, put, write } from "./entries.ts";

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
  assert.deepEqual(checked.toPut, { objects: 4, bytes: 10 + 32 + 10 });
  assert.equal(checked.toWrite, 4);
  const { lines, actions, errors, warnings } = checked.summary;
  assert.deepEqual([lines, actions, errors, warnings], [14, 9, 0, 1]);
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
    await rejects(text, /the summary line at the end is missing/);
  }
});

Deno.test("a manifest cut off within any line is refused, by the line", async () => {
  const bytes = new TextEncoder().encode(await textOf(ENTRIES));
  let line = 1;
  for (let end = 1; end < bytes.length; end++) {
    if (bytes[end - 1] === 0x0a) line++;
    // Every seventh byte, and all around multi-byte characters.
    else if (end % 7 === 0 || bytes[end]! > 0x7f || bytes[end - 1]! > 0x7f) {
      await rejects(
        bytes.subarray(0, end),
        new RegExp(`^line ${line} has no end: the file is cut off$`),
      );
    }
  }
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
  ["a key", "RAB5A/meshes/1.obj", "RAB5A/meshes/2.obj"],
  ["a reason", "not in the bucket", "was in the bucket"],
  ["a text", "日本", "本日"],
  ["an ACL", '"acl":"public-read"', '"acl":"none"'],
  ["a space", '"id":1', '"id": 1'],
];

for (const [what, from, to] of SAME_LENGTH) {
  Deno.test(`a manifest in which ${what} was edited is refused`, async () => {
    const text = await textOf(ENTRIES);
    assert.ok(text.includes(from));
    await rejects(
      text.replace(from, to),
      /^line 15: the checksum is not that of the lines before: the file was changed$/,
    );
  });
}

Deno.test("a manifest with a byte that is no UTF-8 is refused", async () => {
  const bytes = new TextEncoder().encode(await textOf(ENTRIES));
  bytes[bytes.indexOf(0xe6)] = 0xff; // The first byte of 日.
  await rejects(bytes, /^line 15: the checksum is not that/);
});

for (const what of ["lines", "actions", "errors", "warnings"]) {
  Deno.test(`a summary with another number of ${what} is refused`, async () => {
    const text = (await textOf(ENTRIES)).replace(
      new RegExp(`("type":"summary".*"${what}":)\\d+`),
      "$177",
    );
    await rejects(
      text,
      new RegExp(`^line 15: counts 77 ${what}, the file has `),
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
    /^line 16: stands after the summary$/,
  );
  await rejects(text + text, /^line 16: stands after the summary$/);
  await rejects(text + "\n", /^line 16 is not JSON$/);
});

Deno.test("Windows line ends are a change", async () => {
  await rejects(
    (await textOf(ENTRIES)).replaceAll("\n", "\r\n"),
    /^line 15: the checksum/,
  );
});

Deno.test("a manifest of a newer format is refused by its number", async () => {
  const newer = header({}, { format: 2 as never });
  await rejects(
    await textOf([newer, { type: "invention" }]),
    /^line 1 says format 2, this tool reads format 1: plan again$/,
  );
});

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
  ["with text of another write", [header(), write(1), write(2), {
    type: "text",
    of: 1,
    text: "",
  }], /^line 4: is text of action 1/],
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
  ["./results/x/../a", {}, true],
  ["/tmp/elsewhere/a", { data_dir: "/tmp/elsewhere" }, true],
  ["../above/a", { results_dir: "../above" }, true],
  ["data", {}, false],
  ["a", {}, false],
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
      else await rejects(text, /^line 2: ".*" is outside of "/);
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
  await rejects("", /the summary line at the end is missing/);
  await rejects("\n", /^line 1 is not JSON$/);
  await rejects("{}\n", /^line 1 is no manifest entry/);
  await rejects("hello\n", /^line 1 is not JSON$/);
  await rejects("hello", /^line 1 has no end/);
  await rejects(
    new Uint8Array(2 ** 24 + 1).fill(0x20),
    /^line 1 is too long for a manifest$/,
  );
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
