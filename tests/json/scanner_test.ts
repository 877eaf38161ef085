import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError } from "../../lib/errors.ts";
import { JsonScanner, type RootMember } from "../../lib/json/scanner.ts";

const encoder = new TextEncoder();

interface Scan {
  members: RootMember[];
  ends: number[];
  hasNaN: boolean;
}

function scan(text: string | Uint8Array, chunkSize = Infinity): Scan {
  const bytes = typeof text === "string" ? encoder.encode(text) : text;
  const members: RootMember[] = [];
  const ends: number[] = [];
  const scanner = new JsonScanner({
    onMember: (member) => members.push(member),
    onContainerEnd: (offset) => ends.push(offset),
  });
  for (let at = 0; at < bytes.length; at += chunkSize) {
    scanner.push(bytes.subarray(at, at + chunkSize));
  }
  scanner.end();
  return { members, ends, hasNaN: scanner.hasNaN };
}

function failure(text: string | Uint8Array, chunkSize?: number): FormatError {
  try {
    scan(text, chunkSize);
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

function isJsonObject(text: string): boolean {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

Deno.test("the scanner accepts JSON objects", () => {
  for (
    const text of [
      "{}",
      " \t\r\n{ \t\r\n} \t\r\n",
      '{"a":1}',
      '{"a" : [ ] , "b" : { } }',
      '{"a":[0,-0,10,1.5,-1.25e3,1E+2,1e-05,0e1,0.0]}',
      '{"a":0,"b":-1,"c":1.5,"d":1e3 ,"e":[0 ,1\n]}',
      '{"a":true,"b":false,"c":null,"d":[true,false,null],"e":{"f":true}}',
      '{"":"","a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD800"}',
      '{"é":"ß€😀\u007f"}',
      '{"a":[[[{"b":[{}]}]],[]]}',
      '{"a":"{[","b":["]}"]}',
    ]
  ) {
    JSON.parse(text);
    scan(text);
  }
});

Deno.test("the scanner names what it found, what it expected, and where", () => {
  for (
    const [text, offset, message] of [
      ["", 0, "Unexpected end, expected an object"],
      ["  ", 2, "Unexpected end, expected an object"],
      ["[]", 0, 'Unexpected "[", expected an object'],
      ["not json", 0, 'Unexpected "n", expected an object'],
      ["{} {}", 3, 'Unexpected "{", expected nothing after the root object'],
      [
        "{}\0",
        2,
        "Unexpected byte 0x00, expected nothing after the root object",
      ],
      ["{", 1, 'Unexpected end, expected a key or "}"'],
      ["{,}", 1, 'Unexpected ",", expected a key or "}"'],
      ["{a:1}", 1, 'Unexpected "a", expected a key or "}"'],
      ['{"a" 1}', 5, 'Unexpected "1", expected ":"'],
      ['{"a":}', 5, 'Unexpected "}", expected a value'],
      ['{"a":1,}', 7, 'Unexpected "}", expected a key'],
      ['{"a":1 "b":2}', 7, 'Unexpected "\\"", expected "," or "}"'],
      ['{"a":[1,]}', 8, 'Unexpected "]", expected a value'],
      ['{"a":[1}', 7, 'Unexpected "}", expected "," or "]"'],
      ['{"a":[}', 6, 'Unexpected "}", expected a value or "]"'],
      ['{"a":{"b":1]', 11, 'Unexpected "]", expected "," or "}"'],
      ['{"a":[1 2]}', 8, 'Unexpected "2", expected "," or "]"'],
      ['{"a":[01]}', 7, 'Unexpected "1", expected "," or "]"'],
      ['{"a":[1.]}', 8, 'Unexpected "]", expected a digit'],
      ['{"a":[+1]}', 6, 'Unexpected "+", expected a value or "]"'],
      ['{"a":[1e]}', 8, 'Unexpected "]", expected a digit'],
      ['{"a":[1-2]}', 7, 'Unexpected "-", expected "," or "]"'],
      ['{"a":[-]}', 7, 'Unexpected "]", expected a digit'],
      ['{"a":tru}', 8, 'Unexpected "}", expected the rest of true'],
      ['{"a":nul', 8, "Unexpected end, expected the rest of null"],
      ['{"a":[1,\0 2]}', 8, "Unexpected byte 0x00, expected a value"],
      ['{"a":"b', 7, "Unexpected end, expected the rest of a string"],
      ['{"a":"\n"}', 6, "Unexpected byte 0x0a, expected the rest of a string"],
      ['{"a\t":1}', 3, "Unexpected byte 0x09, expected the rest of a string"],
      ['{"a":"\\x"}', 7, 'Unexpected "x", expected an escape sequence'],
      ['{"a":"\\u00g0"}', 10, 'Unexpected "g", expected a hexadecimal digit'],
    ] as const
  ) {
    for (let size = 1; size <= 8; size++) {
      const error = failure(text, size);
      assert.equal(error.message, message, text);
      assert.equal(error.offset, offset, text);
    }
  }
});

Deno.test("the scanner accepts what JSON.parse accepts, and nothing else", () => {
  const token = fc.constantFrom(
    ...'{}[]:,"\\ \n0123456789-+.eEutfnrlsaI\0\u0001é',
    '"a":',
    '{"a":',
    "true",
    "null",
    "1.5",
    ",[",
    "]]",
    "\\u00e9",
  );
  const edit = fc.record({
    at: fc.nat(200),
    length: fc.nat(2),
    text: fc.array(token, { maxLength: 2 }).map((tokens) => tokens.join("")),
  });
  let valid = 0;
  let invalid = 0;
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()),
      fc.array(edit, { maxLength: 2 }),
      fc.constantFrom(undefined, 1, "\t"),
      fc.integer({ min: 1, max: 9 }),
      (document, edits, indent, chunkSize) => {
        let text = JSON.stringify(document, null, indent);
        for (const { at, length, text: inserted } of edits) {
          const start = at % text.length;
          text = text.slice(0, start) + inserted + text.slice(start + length);
        }
        text = text.toWellFormed();
        const expected = isJsonObject(text);
        expected ? valid++ : invalid++;
        if (expected) scan(text, chunkSize);
        else failure(text, chunkSize);
      },
    ),
    { numRuns: 3000 },
  );
  assert.ok(valid > 300 && invalid > 300, `${valid} valid, ${invalid} invalid`);
});

Deno.test("the scanner accepts Python's NaN and infinities and reports them", () => {
  for (const word of ["NaN", "Infinity", "-Infinity"]) {
    assert.ok(scan(`{"a":${word}}`).hasNaN);
    assert.ok(scan(`{"a":{"b":${word}}}`).hasNaN);
    assert.ok(scan(`{"a":[1,${word} ,2]}`, 1).hasNaN);
    assert.ok(!scan(`{"a":"${word}"}`).hasNaN);
  }
  for (const word of ["-NaN", "nan", "Nan", "Inf", "NaNN", "+Infinity"]) {
    failure(`{"a":${word}}`);
    failure(`{"a":[${word}]}`);
  }
});

Deno.test("the scanner skips a byte order mark at the start only", () => {
  assert.equal(scan('\ufeff{"a":1}', 1).members[0]?.keyOffset, 4);
  assert.equal(failure('\ufeff\ufeff{"a":1}').offset, 3);
  assert.equal(failure(' \ufeff{"a":1}').offset, 1);
  assert.equal(failure(Uint8Array.of(0xef, 0xbb)).offset, 2);
  assert.equal(failure(Uint8Array.of(0xef, 0xbb, 0x7b)).offset, 2);
  assert.equal(failure(Uint8Array.of(0xff, 0xfe, 0x7b, 0)).offset, 0);
});

Deno.test("the scanner accepts the bytes in a string that TextDecoder accepts", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const seconds = [0x22, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0];
  for (let first = 0x80; first <= 0xff; first++) {
    for (const second of seconds) {
      for (const rest of [[], [0x80], [0xbf, 0x80], [0x80, 0x80, 0x80]]) {
        const text = [first, second, ...rest].filter((byte) => byte !== 0x22);
        const bytes = Uint8Array.from([
          ...encoder.encode('{"a":"'),
          ...text,
          ...encoder.encode('"}'),
        ]);
        let valid = true;
        try {
          decoder.decode(bytes);
        } catch {
          valid = false;
        }
        if (valid) scan(bytes);
        else failure(bytes);
      }
    }
  }
});

Deno.test("the scanner tells where the root's members are, in bytes", () => {
  const text =
    ' {"é":[{"k":[1]}, {}] , "\\u0061\\n" :-1.5,"s":"{", "o":{"x":{}}}';
  const bytes = encoder.encode(text);
  const at = (part: string) =>
    encoder.encode(text.slice(0, text.indexOf(part))).length;
  const { members, ends } = scan(text);
  assert.deepEqual(members, [
    { key: "é", keyOffset: 2, valueOffset: at("[{"), first: 0x5b },
    { key: "a\n", keyOffset: at('"\\u'), valueOffset: at("-1"), first: 0x2d },
    { key: "s", keyOffset: at('"s'), valueOffset: at('"{'), first: 0x22 },
    { key: "o", keyOffset: at('"o'), valueOffset: at('{"x'), first: 0x7b },
  ]);
  assert.deepEqual(ends, [at(" , "), bytes.length - 1]);
  for (let size = 1; size <= 64; size++) {
    assert.deepEqual(scan(text, size), { members, ends, hasNaN: false });
  }
});

Deno.test("the scanner reports a very long key without its text", () => {
  const long = "k".repeat(100_000);
  const { members } = scan(`{"${long}":1,"b":2}`, 999);
  assert.deepEqual(members.map(({ key }) => key), [undefined, "b"]);
  assert.equal(members[0]?.valueOffset, 100_004);
});

Deno.test("the scanner follows nesting of any depth", () => {
  for (const depth of [1, 6, 7, 8, 127, 128, 129, 10_000, 100_000]) {
    const levels = Array.from({ length: depth }, (_, i) => i % 3 === 0);
    const open = levels.map((isArray) => isArray ? "[" : '{"k":').join("");
    const close = levels.map((isArray) => isArray ? "]" : "}").reverse();
    const { ends } = scan(`{"a":${open}1${close.join("")},"b":[]}`, 1000);
    assert.equal(ends[0], 5 + open.length + 1 + depth);
    const wrong = close.with(depth - 1, close.at(-1) === "]" ? "}" : "]");
    const error = failure(`{"a":${open}1${wrong.join("")},"b":[]}`, 1000);
    assert.equal(error.offset, 5 + open.length + depth);
    assert.match(failure(`{"a":${open}1`).message, /^Unexpected end/);
  }
});

Deno.test("an empty chunk changes nothing", () => {
  const scanner = new JsonScanner({ onMember() {}, onContainerEnd() {} });
  for (const part of ["", '{"a":', "", "1", "", "}", ""]) {
    scanner.push(encoder.encode(part));
  }
  scanner.end();
});
