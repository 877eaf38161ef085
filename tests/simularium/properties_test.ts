import assert from "node:assert/strict";
import fc from "fast-check";
import type { Splice, WantedValues } from "../../lib/simularium/edits.ts";
import { readSimularium } from "../../lib/simularium/read.ts";
import { applySplices } from "../../lib/simularium/splices.ts";
import { chunksOf, digestOf, edited, textOf } from "./helpers.ts";

/** Picks among n possibilities. */
type Choose = (n: number) => number;

const WHITE = ["", " ", "\n", "\r\n\t", "  "];

/** Writes JSON in one of many ways: order of keys, white space, escapes. */
function write(value: unknown, choose: Choose, loose: boolean): string {
  const gap = () => loose ? WHITE[choose(WHITE.length)]! : "";
  const list = (parts: string[]) =>
    parts.map((part) => gap() + part + gap()).join(",") || gap();
  if (typeof value === "string") return writeString(value, choose);
  if (Array.isArray(value)) {
    return `[${list(value.map((item) => write(item, choose, loose)))}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value);
  for (let i = members.length - 1; i > 0; i--) {
    const j = choose(i + 1);
    [members[i], members[j]] = [members[j]!, members[i]!];
  }
  return `{${
    list(members.map(([key, item]) =>
      writeString(key, choose) + gap() + ":" + gap() +
      write(item, choose, loose)
    ))
  }}`;
}

/** Escapes some characters, surrogate pairs as a whole. */
function writeString(text: string, choose: Choose): string {
  const escape = (unit: string) =>
    "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0");
  const chars = [...text].map((char) =>
    choose(8) === 0
      ? char.split("").map(escape).join("")
      : JSON.stringify(char).slice(1, -1)
  );
  return `"${chars.join("")}"`;
}

const text = fc.string({ unit: "binary", maxLength: 8 });
const value = fc.constantFrom("", "#33b31a", "mem_mesh_1.obj", 'a"\\é😀');
const extra = fc.dictionary(
  text.filter((key) => !["trajectoryInfo", "plotData"].includes(key)),
  fc.jsonValue({ maxDepth: 3 }),
  { maxKeys: 3 },
);

function object(
  members: Record<string, fc.Arbitrary<unknown>>,
  required: string[],
) {
  const known = fc.record(members, { requiredKeys: required });
  return fc.tuple(extra, known).map(([some, more]) => ({ ...some, ...more }));
}

const geometry = object(
  { displayType: fc.constantFrom("OBJ", "SPHERE"), url: value, color: value },
  [],
);
const entry = object({ name: text, geometry }, ["name"]);
const info = object(
  {
    version: fc.nat(3),
    typeMapping: fc.dictionary(text, entry, { maxKeys: 5 }),
  },
  ["typeMapping"],
);
const root = object(
  { trajectoryInfo: info, spatialData: fc.jsonValue(), plotData: extra },
  ["trajectoryInfo"],
);
const wantedValues = fc.record({ url: value, color: value }, {
  requiredKeys: [],
});

Deno.test("any document gets the values wanted and keeps every other byte", async () => {
  let edits = 0;
  await fc.assert(
    fc.asyncProperty(
      root,
      fc.array(wantedValues, { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 50 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 80 }),
      async (document, wishes, choices, loose, chunkSize) => {
        let next = 0;
        const choose = (n: number) => choices[next++ % choices.length]! % n;
        const original = write(document, choose, loose);
        const wanted = (
          { id, name }: { id: string; name: string },
        ): WantedValues => wishes[(id + name).length % wishes.length]!;

        const reading = await readSimularium(
          chunksOf(original, chunkSize),
          wanted,
        );
        const result = await textOf(
          applySplices(chunksOf(original, chunkSize), reading.splices),
        );
        if (reading.splices.length > 0) edits++;

        assert.equal(result, edited(original, reading.splices));
        assert.deepEqual(JSON.parse(result), expectedOf(original, wanted));
        assert.equal(undone(result, reading.splices), original);
        const { size, projected } = reading;
        assert.equal(size, digestOf(original).size);
        assert.deepEqual(projected, digestOf(result));
        const again = await readSimularium(chunksOf(result), wanted);
        assert.deepEqual(again.changes, []);
      },
    ),
    { numRuns: 500 },
  );
  assert.ok(edits > 100, `${edits} edits`);
});

/** The edit done on the parsed document. */
function expectedOf(
  original: string,
  wanted: (entry: { id: string; name: string }) => WantedValues,
): unknown {
  const document = JSON.parse(original);
  const mapping = document.trajectoryInfo.typeMapping;
  for (const id of Object.keys(mapping)) {
    const own = Object.getOwnPropertyDescriptor(mapping, id)!.value;
    const values = wanted({ id, name: own.name });
    if (Object.keys(values).length === 0) continue;
    own.geometry ??= {};
    Object.assign(own.geometry, values);
  }
  return document;
}

/** Puts back what the splices say that they replaced. */
function undone(result: string, splices: readonly Splice[]): string {
  const lengthOf = (text: string) => new TextEncoder().encode(text).length;
  let shift = 0;
  const back = splices.map(({ offset, before, after }) => {
    const at = offset + shift;
    shift += lengthOf(after) - lengthOf(before);
    return { offset: at, before: after, after: before };
  });
  return edited(result, back);
}
