import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError } from "../../lib/errors.ts";
import { readSimularium } from "../../lib/simularium/read.ts";
import { applySplices } from "../../lib/simularium/splices.ts";
import { chunksOf, textOf } from "./helpers.ts";

const VALUES = { url: "https://x/a.obj", color: "#00ff00" };

/** The structure of a packing, with whatever makes editing hard around it. */
const DOCUMENT = `{
  "spatialData": {"bundleData": [{"data": [1000.0, 1e-05, -0]}]},
  "traj\\u0065ctoryInfo": {
    "version": 3, "note": "\\"typeMapping\\": {\\\\\\"url\\":\\\\",
    "typeMapping": {
      "0": {"name": "n\\"\\\\é", "geometry": {"url": "\\"\\\\", "color": "{\\"}"}},
      "1": {"geometry": {"color":"#fff" ,"displayType":"OBJ"}, "name": ""},
      "2": {"name": "}"}, "3" : {"name":"[", "geometry":{ }}
    }
  },
  "plotData": {"version": 1, "data": []}
}`;

/** The edit done on the parsed document. */
// deno-lint-ignore no-explicit-any
function expectedOf(document: any): unknown {
  for (const entry of Object.values(document.trajectoryInfo.typeMapping)) {
    const { geometry } = Object.assign(entry as object, {
      geometry: { ...(entry as { geometry?: object }).geometry, ...VALUES },
    });
    Object.assign(entry as object, { geometry });
  }
  return document;
}

function parsed(text: string): { document: unknown } | undefined {
  try {
    return { document: JSON.parse(text.replace(/^\ufeff/, "")) };
  } catch {
    return undefined;
  }
}

async function edit(text: string): Promise<string> {
  const { splices } = await readSimularium(chunksOf(text), () => VALUES);
  return await textOf(applySplices(chunksOf(text), splices));
}

Deno.test("the document is edited, also with a byte order mark in front", async () => {
  for (const text of [DOCUMENT, `\ufeff${DOCUMENT}`]) {
    const result = await edit(text);
    assert.equal(result.startsWith("\ufeff"), text.startsWith("\ufeff"));
    assert.deepEqual(
      parsed(result)!.document,
      expectedOf(parsed(text)!.document),
    );
    // What is between the values is as before.
    const frame = (text: string) =>
      text.slice(0, text.indexOf('"0": {')).replace("\ufeff", "");
    assert.equal(frame(result), frame(text));
    assert.equal(result.split("plotData")[1], text.split("plotData")[1]);
  }
});

/** Tokens that JSON is made of, and some that it is not. */
const TOKENS = [
  ...'{}[]:,"\\ \n0-.e\0é',
  '"name"',
  '"url":',
  '"geometry":{',
  "null",
  "NaN",
  "\\u0022",
  "\\ud800",
  "//",
  "'",
];

Deno.test("a damaged document is refused with its offset, or was none", async () => {
  let refused = 0, edited = 0;
  const change = fc.record({
    at: fc.nat(DOCUMENT.length - 1),
    length: fc.nat(6),
    text: fc.array(fc.constantFrom(...TOKENS), { maxLength: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 2 }),
      async (changes) => {
        let text = DOCUMENT;
        for (const { at, length, text: inserted } of changes) {
          text = text.slice(0, at) + inserted.join("") +
            text.slice(at + length);
        }
        let result: string;
        try {
          result = await edit(text);
        } catch (error) {
          assert.ok(error instanceof FormatError, `${error}`);
          const size = new TextEncoder().encode(text).length;
          assert.ok(
            error.offset === undefined
              ? /^trajectoryInfo is missing/.test(error.message)
              : error.offset <= size,
          );
          refused++;
          return;
        }
        edited++;
        if (/NaN/.test(text)) return; // No other reader takes it.
        assert.deepEqual(
          parsed(result)!.document,
          expectedOf(parsed(text)!.document),
        );
      },
    ),
    { numRuns: 2000 },
  );
  assert.ok(refused > 500 && edited > 100, `${refused}, ${edited}`);
});

Deno.test("what JSON.parse refuses is refused", async () => {
  for (const [at, char] of [...DOCUMENT].entries()) {
    for (const token of ["", "}", '"', ",", "\\"]) {
      const text = [...DOCUMENT].with(at, token).join("");
      if (token === char || parsed(text)) continue;
      await assert.rejects(edit(text), FormatError, text);
    }
  }
});
