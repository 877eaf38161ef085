import { fromFileUrl, join } from "@std/path";
import assert from "node:assert/strict";
import { loadConfig } from "../../lib/config/load.ts";
import { ExpectedError } from "../../lib/errors.ts";
import { configWith, LEAST } from "./valid.ts";

const BOM = "\ufeff";

Deno.test("a config is read from its file", async () => {
  await withFile(JSON.stringify({ ...LEAST, max_workers: 3 }), async (path) => {
    assert.deepEqual(await loadConfig(path), configWith({ max_workers: 3 }));
  });
});

Deno.test("a byte order mark is tolerated", async () => {
  await withFile(BOM + JSON.stringify(LEAST), async (path) => {
    assert.deepEqual(await loadConfig(path), configWith());
  });
});

Deno.test("the example config has every key that has a default, with this default", async () => {
  const path = fromFileUrl(
    new URL("../../configs/data_release_config.json", import.meta.url),
  );
  const { structures, ...defaults } = configWith();
  const example = await loadConfig(path);
  assert.deepEqual(
    structures.concat({
      structure_id: "RAB5A",
      structure_name: "endosome",
      packing_id: "endosome",
      color: [0.9, 0.5, 0.1],
    }),
    example.structures,
  );
  assert.deepEqual(example, { ...defaults, structures: example.structures });
  const { $schema, ...written } = JSON.parse(await Deno.readTextFile(path));
  assert.equal($schema, "./data_release_config.schema.json");
  assert.deepEqual(
    Object.keys(written).sort(),
    Object.keys(configWith()).sort(),
  );
});

Deno.test("a missing file says what to do", async () => {
  await assert.rejects(loadConfig("no/such.json"), (error) => {
    assert(error instanceof ExpectedError);
    assert.match(
      error.message,
      /^Cannot use config "no\/such\.json": there is no such file/,
    );
    assert.match(error.message, /--config/);
    assert.match(error.message, /configs\/data_release_config\.json/);
    return true;
  });
});

Deno.test("bad JSON is refused with line and column", async () => {
  const table: [string, RegExp][] = [
    ['{\n  "a": 1,\n}', /^line 3, column 1: Unexpected "}", expected /],
    ['{\n  "a": 1\n  "b": 2\n}', /^line 3, column 3: Unexpected .*, expected /],
    ['{"a": True}', /^line 1, column 7: Unexpected "T", expected /],
    ['{"µm😀": ,}', /^line 1, column 9: Unexpected ",", expected /],
    ["{'a': 1}", /^line 1, column 2: Unexpected "'", expected /],
    ['{"a": [1, 2', /^line 1, column 12: Unexpected end, expected /],
    ["", /^line 1, column 1: Unexpected end, expected /],
    ["{}\r\n{}", /^line 2, column 1: Unexpected "{", expected nothing/],
    ['{"a": "\\x"}', /^line 1, column 9: Unexpected "x", expected /],
    ["\r\n// note\r\n{}", /^line 2, column 1: Unexpected "\/", expected /],
    ['{"NaN": 1,\n "a": NaN}', /^line 2, column 7: NaN is no JSON$/],
    ['{"a": [-Infinity]}', /^line 1, column 8: -Infinity is no JSON$/],
  ];
  for (const [text, problem] of table) {
    await withFile(text, async (path) => {
      await assert.rejects(loadConfig(path), (error) => {
        assert(error instanceof ExpectedError);
        const [first, ...lines] = error.message.split("\n  ");
        assert.equal(first, `Cannot use config "${path}": 1 problem`);
        assert.equal(lines.length, 1);
        assert.match(lines[0]!, problem);
        return true;
      });
    });
  }
});

Deno.test("a text that is not UTF-8 is refused", async () => {
  const utf16 = new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]);
  await withFile(
    utf16,
    (path) => assertProblems(path, ["the text is not UTF-8"]),
  );
});

Deno.test("a key given twice is refused", async () => {
  const text = `{
  "max_workers": 4,
  "structures": [
    {"structure_id": "A", "structure_name": "a", "packing_id": "a", "color": [0, 0, 0],
     "color": [1, 1, 1]},
    {"structure_id": "B", "structure_name": "b", "packing_id": "b", "color": [0, 0, 0]}
  ],
  "max_workers": 4
}`;
  await withFile(text, (path) =>
    assertProblems(path, [
      "structures[0].color: same key again on line 5, column 6",
      "max_workers: same key again on line 8, column 3",
    ]));
});

Deno.test("everything that is wrong is listed, one line each", async () => {
  const text =
    `{"max_workers": 0, "max_workers": 0, "upload_mesh_to_s3": true}`;
  await withFile(text, (path) =>
    assertProblems(path, [
      "max_workers: same key again on line 1, column 20",
      "structures: missing, expected a list of structures",
      "max_workers: expected a whole number from 1 to 256, got 0",
      'upload_mesh_to_s3: unknown key, did you mean "upload_meshes_to_s3"?',
    ]));
});

async function assertProblems(path: string, problems: string[]): Promise<void> {
  const count = problems.length === 1
    ? "1 problem"
    : `${problems.length} problems`;
  const message = [`Cannot use config "${path}": ${count}`, ...problems].join(
    "\n  ",
  );
  await assert.rejects(loadConfig(path), new ExpectedError(message));
}

async function withFile(
  content: string | Uint8Array<ArrayBuffer>,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    const path = join(directory, "config.json");
    await Deno.writeFile(
      path,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    await use(path);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
