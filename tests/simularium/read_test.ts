import assert from "node:assert/strict";
import { FormatError } from "../../lib/errors.ts";
import type { WantedValues } from "../../lib/simularium/edits.ts";
import {
  MAX_TRAJECTORY_INFO_BYTES,
  readSimularium,
} from "../../lib/simularium/read.ts";
import { applySplices } from "../../lib/simularium/splices.ts";
import { chunksOf, digestOf, edited, offsetOf, textOf } from "./helpers.ts";

const keep = (): WantedValues => ({});

/** For every entry the same. */
const want = (values: WantedValues) => () => values;

/** A document whose typeMapping has one entry, with that text as its geometry. */
function withGeometry(geometry: string): string {
  return `{"trajectoryInfo":{"typeMapping":{"0":{"name":"a","geometry":${geometry}}}}}`;
}

const PRETTY = `{
  "trajectoryInfo": {
    "version": 3,
    "timeUnits": {"magnitude": 1.0, "name": "s"},
    "typeMapping": {
      "0": {
        "name": "nucleus",
        "geometry": {
          "displayType": "OBJ",
          "url": "nuc.obj",
          "color": "#000000"
        }
      },
      "7": {
        "name": "gr\u00fcn \\"\\\\",
        "geometry": {
          "displayType": "SPHERE"
        }
      },
      "9": {
        "name": "bare"
      }
    }
  },
  "spatialData": {"bundleData": [{"data": [1000.0, 0.0, -1e-05]}]},
  "plotData": {"version": 1, "data": []}
}
`;

const values = { url: "https://x/é.obj", color: "#1fff1f" };

/** PRETTY with those values, written by hand. */
const PRETTY_EDITED = PRETTY
  .replace('"nuc.obj"', '"https://x/é.obj"')
  .replace('"#000000"', '"#1fff1f"')
  .replace(
    '"SPHERE"\n',
    `"SPHERE",
          "url": "https://x/é.obj",
          "color": "#1fff1f"
`,
  )
  .replace(
    '"bare"\n',
    `"bare",
        "geometry": {"url": "https://x/é.obj", "color": "#1fff1f"}
`,
  );

const moved = (text: string) =>
  text.replace(
    /("trajectoryInfo"[^]*?)(,\s*)("spatialData".*)(?=,\n)/,
    "$3$2$1",
  );

Deno.test("an entry is read with its values unescaped", async () => {
  const { summary } = await readSimularium(chunksOf(PRETTY), keep);
  assert.equal(summary.version, 3);
  assert.equal(summary.hasPlotData, true);
  assert.equal(summary.hasNaN, false);
  assert.deepEqual(
    summary.entries,
    [
      {
        id: "0",
        name: "nucleus",
        displayType: "OBJ",
        url: "nuc.obj",
        color: "#000000",
      },
      { id: "7", name: 'grün "\\', displayType: "SPHERE" },
      { id: "9", name: "bare" },
    ],
  );
});

Deno.test("values are replaced and added, and every other byte stays", async () => {
  for (
    const [text, expected] of [
      [PRETTY, PRETTY_EDITED],
      [moved(PRETTY), moved(PRETTY_EDITED)],
      [PRETTY.replaceAll("\n", "\r\n"), PRETTY_EDITED.replaceAll("\n", "\r\n")],
      ["\ufeff" + PRETTY, "\ufeff" + PRETTY_EDITED],
    ] as const
  ) {
    const reading = await readSimularium(chunksOf(text), want(values));
    assert.equal(edited(text, reading.splices), expected);
    const { size, projected } = reading;
    assert.equal(size, digestOf(text).size);
    assert.deepEqual(projected, digestOf(expected));
  }
  assert.ok(
    moved(PRETTY).indexOf("spatialData") <
      moved(PRETTY).indexOf("trajectoryInfo"),
  );
});

Deno.test("the changes name path, old and new value", async () => {
  const { changes } = await readSimularium(chunksOf(PRETTY), want(values));
  const { url, color } = values;
  const path = (id: string, key: string) => `typeMapping.${id}.geometry.${key}`;
  assert.deepEqual(changes, [
    { path: path("0", "url"), before: "nuc.obj", after: url },
    { path: path("0", "color"), before: "#000000", after: color },
    { path: path("7", "url"), before: undefined, after: url },
    { path: path("7", "color"), before: undefined, after: color },
    { path: path("9", "url"), before: undefined, after: url },
    { path: path("9", "color"), before: undefined, after: color },
  ]);
});

Deno.test("editing an edited file changes nothing", async () => {
  const { changes, splices, projected } = await readSimularium(
    chunksOf(PRETTY_EDITED),
    want(values),
  );
  assert.deepEqual([changes, splices], [[], []]);
  assert.deepEqual(projected, digestOf(PRETTY_EDITED));
});

Deno.test("chunks of every size give the same reading and the same edit", async () => {
  const expected = await readSimularium(chunksOf(PRETTY, 1e6), want(values));
  for (let size = 1; size <= 64; size++) {
    const reading = await readSimularium(chunksOf(PRETTY, size), want(values));
    assert.deepEqual(reading, expected);
    assert.equal(
      await textOf(applySplices(chunksOf(PRETTY, size), reading.splices)),
      PRETTY_EDITED,
    );
  }
});

Deno.test("a summary survives JSON", async () => {
  const { summary } = await readSimularium(chunksOf(PRETTY), keep);
  assert.deepEqual(JSON.parse(JSON.stringify(summary)), summary);
});

Deno.test("added members follow the style of the geometry", async () => {
  for (
    const [geometry, expected] of [
      ["{}", '{"url":"u","color":"c"}'],
      ["{ }", '{"url":"u","color":"c" }'],
      ['{"a":1}', '{"a":1,"url":"u","color":"c"}'],
      ['{"a": 1}', '{"a": 1, "url": "u", "color": "c"}'],
      ['{"a": 1, "b": {}}', '{"a": 1, "b": {}, "url": "u", "color": "c"}'],
      ['{ "a":[1] }', '{ "a":[1], "url":"u", "color":"c" }'],
      ['{\n\t"a" : 1\n}', '{\n\t"a" : 1,\n\t"url" : "u",\n\t"color" : "c"\n}'],
      ['{"url":"\\u0075"}', '{"url":"\\u0075","color":"c"}'],
      ['{"url":"x","b":1}', '{"url":"u","b":1,"color":"c"}'],
      ['{"color":"x", "b":1}', '{"color":"c", "b":1, "url":"u"}'],
      ['{"b":1,"color":"x"}', '{"b":1,"color":"c","url":"u"}'],
    ] as const
  ) {
    const text = withGeometry(geometry);
    const { splices } = await readSimularium(
      chunksOf(text),
      want({ url: "u", color: "c" }),
    );
    assert.equal(edited(text, splices), withGeometry(expected));
  }
});

Deno.test("a geometry is added in the style of its entry", async () => {
  for (
    const [entry, expected] of [
      ['{"name":"a"}', '{"name":"a","geometry":{"color":"c"}}'],
      ['{"name": "a"}', '{"name": "a", "geometry": {"color": "c"}}'],
      [
        '{"name": "a", "x": []}',
        '{"name": "a", "x": [], "geometry": {"color": "c"}}',
      ],
      [
        '{\r\n  "name": "a"\r\n}',
        '{\r\n  "name": "a",\r\n  "geometry": {"color": "c"}\r\n}',
      ],
    ] as const
  ) {
    const text = `{"trajectoryInfo":{"typeMapping":{"0":${entry}}}}`;
    const { splices } = await readSimularium(
      chunksOf(text),
      want({ color: "c" }),
    );
    assert.equal(edited(text, splices), text.replace(entry, expected));
  }
});

Deno.test("an equal value is left alone however it is written", async () => {
  const text = withGeometry('{"color":"\\u0023FFF","url":"a\\/b"}');
  const reading = await readSimularium(
    chunksOf(text),
    want({ color: "#FFF", url: "a/b" }),
  );
  assert.deepEqual(reading.splices, []);
});

Deno.test("values with quotes and backslashes are replaced as a whole", async () => {
  const text = withGeometry(
    '{"x":"\\\\","url":"\\"a\\\\","y":"\\\\\\"","color":"\\\\","z":"{"}',
  );
  const expected = withGeometry(
    '{"x":"\\\\","url":"\\"\\\\b","y":"\\\\\\"","color":"#1","z":"{"}',
  );
  const { splices, changes } = await readSimularium(
    chunksOf(text),
    want({ url: '"\\b', color: "#1" }),
  );
  assert.equal(edited(text, splices), expected);
  assert.deepEqual(changes.map(({ before }) => before), ['"a\\', "\\"]);
});

Deno.test("escaped keys are recognised", async () => {
  const text =
    '{"traj\\u0065ctoryInfo":{"type\\u004dapping":{"\\u0030":{"n\\u0061me":"a",' +
    '"ge\\u006fmetry":{"\\u0075rl":"x"}}}},"plot\\u0044ata":{}}';
  for (const size of [1, 2, 3, 1000]) {
    const { summary, splices } = await readSimularium(
      chunksOf(text, size),
      want({ url: "y" }),
    );
    assert.equal(summary.entries[0]?.id, "0");
    assert.ok(summary.hasPlotData);
    assert.equal(edited(text, splices), text.replace('"x"', '"y"'));
  }
});

Deno.test("a trajectoryInfo that is not at the root is none", async () => {
  const inner = '{"a":{"trajectoryInfo":{"typeMapping":{}}}}';
  await assert.rejects(
    readSimularium(chunksOf(inner), keep),
    new FormatError("trajectoryInfo is missing, expected an object"),
  );
});

Deno.test("plotData counts where the root has it as an object", async () => {
  const info = '"trajectoryInfo":{"typeMapping":{}}';
  for (
    const [text, expected] of [
      [`{"plotData":{"version":1,"data":[]},${info}}`, true],
      [`{${info}}`, false],
      [`{${info},"plotData":null}`, false],
      [`{${info},"a":{"plotData":{}}}`, false],
    ] as const
  ) {
    const { summary } = await readSimularium(chunksOf(text), keep);
    assert.equal(summary.hasPlotData, expected);
  }
});

Deno.test("NaN is reported wherever it stands", async () => {
  for (
    const text of [
      '{"trajectoryInfo":{"x":[NaN],"typeMapping":{}}}',
      '{"spatialData":[-Infinity],"trajectoryInfo":{"typeMapping":{}}}',
      '{"trajectoryInfo":{"typeMapping":{}},"spatialData":NaN}',
    ]
  ) {
    const { summary } = await readSimularium(chunksOf(text), keep);
    assert.ok(summary.hasNaN, text);
  }
});

Deno.test("deep nesting inside and outside of trajectoryInfo is skipped", async () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const text =
    `{"a":${deep},"trajectoryInfo":{"b":${deep},"typeMapping":{"0":{"name":"n","c":${deep}}}}}`;
  const { summary } = await readSimularium(chunksOf(text, 65536), keep);
  assert.equal(summary.entries[0]?.name, "n");
});

Deno.test("a document cut at any byte is refused", async () => {
  const text = PRETTY.trimEnd().replace("[1000.0", "[true, NaN, 1000.0");
  const bytes = new TextEncoder().encode("\ufeff" + text);
  await readSimularium(chunksOf(bytes), keep);
  for (let length = 0; length < bytes.length; length++) {
    await assert.rejects(
      readSimularium(chunksOf(bytes.subarray(0, length)), keep),
      (error) => error instanceof FormatError && error.offset === length,
      `cut at ${length}`,
    );
  }
});

Deno.test("what is missing or of the wrong type is named with its place", async () => {
  const info = "trajectoryInfo";
  const mapping = `${info}.typeMapping`;
  const geometry = `${mapping}.2.geometry`;
  for (
    const [text, message, marked] of [
      ['{"trajectoryInfo":§[]}', `${info} is an array, expected an object`],
      ['{"trajectoryInfo":§"{}"}', `${info} is a string, expected an object`],
      ['{"trajectoryInfo":§{}}', `${mapping} is missing, expected an object`],
      [
        '{"trajectoryInfo":{"typeMapping":§null}}',
        `${mapping} is null, expected an object`,
      ],
      [
        '{"trajectoryInfo":{"version":§"3","typeMapping":{}}}',
        `${info}.version is a string, expected a number`,
      ],
      [
        '{"trajectoryInfo":{"version":§NaN,"typeMapping":{}}}',
        `${info}.version is NaN, expected a number`,
      ],
      ["§[1]", `${mapping}.2 is an array, expected an object`, "entry"],
      ["§{}", `${mapping}.2.name is missing, expected a string`, "entry"],
      [
        '{"name":§1}',
        `${mapping}.2.name is a number, expected a string`,
        "entry",
      ],
      [
        '{"name":"é","geometry":§"x"}',
        `${geometry} is a string, expected an object`,
        "entry",
      ],
      [
        '{"name":"é","geometry":§null}',
        `${geometry} is null, expected an object`,
        "entry",
      ],
      [
        '{"name":"é","geometry":{"url":§null}}',
        `${geometry}.url is null, expected a string`,
        "entry",
      ],
      [
        '{"geometry":{"color":§[0,1]},"name":"é"}',
        `${geometry}.color is an array, expected a string`,
        "entry",
      ],
      [
        '{"geometry":{"displayType":§true},"name":"é"}',
        `${geometry}.displayType is true, expected a string`,
        "entry",
      ],
    ]
  ) {
    const whole = marked
      ? `{"a":"ü","trajectoryInfo":{"typeMapping":{"1":{"name":"n"},"2":${text}}}}`
      : text!;
    await assert.rejects(
      readSimularium(chunksOf(whole.replace("§", "")), keep),
      new FormatError(message!, offsetOf(whole, "§")),
    );
  }
});

Deno.test("a key that occurs twice where it matters is ambiguous", async () => {
  const info = '"trajectoryInfo":{"typeMapping":{}}';
  const within = (entry: string) =>
    `{"trajectoryInfo":{"typeMapping":{"2":{"name":"n",${entry}}}}}`;
  for (
    const [text, path] of [
      [`{"é":0,§${info},"a":1,§${info}}`, "trajectoryInfo"],
      [
        '{§"trajectoryInfo":{"typeMapping":{}},§"traj\\u0065ctoryInfo":1}',
        "trajectoryInfo",
      ],
      [
        '{"trajectoryInfo":{§"typeMapping":{},§"typeMapping":{}}}',
        "trajectoryInfo.typeMapping",
      ],
      [
        '{"trajectoryInfo":{"typeMapping":{§"2":{"name":"a"},§"2":{"name":"a"}}}}',
        "trajectoryInfo.typeMapping.2",
      ],
      [
        within('§"geometry":{},§"geometry":{}'),
        "trajectoryInfo.typeMapping.2.geometry",
      ],
      [
        within('"geometry":{§"url":"a","b":1,§"url":"a"}'),
        "trajectoryInfo.typeMapping.2.geometry.url",
      ],
      [
        within('"geometry":{§"color":"a",§"c\\u006flor":"a"}'),
        "trajectoryInfo.typeMapping.2.geometry.color",
      ],
    ] as const
  ) {
    const first = offsetOf(text, "§");
    const second = offsetOf(text.replace("§", ""), "§");
    await assert.rejects(
      readSimularium(chunksOf(text.replaceAll("§", "")), keep),
      new FormatError(
        `${path} is ambiguous: it occurs at byte ${first} and again at byte ${second}, so remove one`,
        second,
      ),
    );
  }
  const other = within('"x":1,"x":2,"geometry":{"x":1,"x":2}');
  await readSimularium(chunksOf(other), keep);
});

Deno.test("a trajectoryInfo of more than 64 MiB is refused", async () => {
  const open = '{"a":1,"trajectoryInfo":{"x":"';
  const close = '","typeMapping":{}},"b":2}';
  const frame = '{"x":"'.length + '","typeMapping":{}}'.length;
  async function* document(length: number) {
    const block = new Uint8Array(2 ** 20).fill(0x78);
    yield* chunksOf(open);
    for (let left = length - frame; left > 0; left -= block.length) {
      yield block.subarray(0, left);
    }
    yield* chunksOf(close);
  }
  await readSimularium(document(MAX_TRAJECTORY_INFO_BYTES), keep);
  await assert.rejects(
    readSimularium(document(MAX_TRAJECTORY_INFO_BYTES + 1), keep),
    new FormatError("trajectoryInfo is larger than 64 MiB", 24),
  );
});

Deno.test("the source is closed when the content is refused", async () => {
  let closed = false;
  async function* source() {
    try {
      yield* chunksOf("{]" + " ".repeat(100));
    } finally {
      closed = true;
    }
  }
  await assert.rejects(readSimularium(source(), keep), FormatError);
  assert.ok(closed);
});
