import assert from "node:assert/strict";
import { FormatError } from "../../lib/errors.ts";
import { membersOf, optional, required } from "../../lib/json/members.ts";
import { JsonValue } from "../../lib/json/value.ts";

/** The root value of a text that begins at byte 100 of its file. */
function valueOf(text: string): JsonValue {
  const bytes = new TextEncoder().encode(text);
  return new JsonValue(bytes, 100, 0, bytes.length);
}

Deno.test("the members of an object come in order with their places in bytes", () => {
  const text = '{ "é" : "a\\"}", "b":[{"c":"]"},2] ,"d":-1.5e3,"e":{"f":{}}\n}';
  const members = [...valueOf(text).members()];
  assert.deepEqual(
    members.map(({ key, value }) => [key.string(), value.kind, value.raw()]),
    [
      ["é", "string", '"a\\"}"'],
      ["b", "array", '[{"c":"]"},2]'],
      ["d", "number", "-1.5e3"],
      ["e", "object", '{"f":{}}'],
    ],
  );
  const [first, second] = members;
  assert.equal(first!.key.offset, 102);
  assert.equal(first!.value.offset, 109);
  assert.equal(first!.value.endOffset, 115);
  assert.equal(first!.value.length, 6);
  assert.equal(first!.value.string(), 'a"}');
  assert.equal(first!.key.rawUntil(first!.value), " : ");
  assert.equal(first!.key.whiteSpaceBefore(), " ");
  assert.equal(second!.key.rawUntil(second!.value), ":");
});

Deno.test("an empty object has no members", () => {
  for (const text of ["{}", "{ \r\n\t}"]) {
    assert.deepEqual([...valueOf(text).members()], []);
  }
});

Deno.test("the kind of a value follows from its first bytes", () => {
  const text =
    '{"0":{},"1":[],"2":"","3":0,"4":-1,"5":true,"6":false,"7":null,"8":NaN,"9":Infinity,"10":-Infinity}';
  assert.deepEqual(
    [...valueOf(text).members()].map(({ value }) => value.kind),
    [
      ...["object", "array", "string", "number", "number", "true", "false"],
      ...["null", "NaN", "Infinity", "Infinity"],
    ],
  );
});

Deno.test("a value is found behind 100,000 levels of nesting", () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const [, second] = [...valueOf(`{"a":${deep},"b":7}`).members()];
  assert.equal(second!.value.raw(), "7");
});

Deno.test("only keys of interest have to be unique", () => {
  const value = valueOf('{"a":1,"b":2,"\\u0061":3,"b":4}');
  assert.throws(() => membersOf(value, "x", ["a"]), {
    name: "FormatError",
    message:
      "x.a is ambiguous: it occurs at byte 101 and again at byte 113, so remove one",
    offset: 113,
  });
  assert.deepEqual([...membersOf(value, "x", ["c"])], []);
});

Deno.test("a key like __proto__ is a key like any other", () => {
  const members = membersOf(valueOf('{"__proto__":{"a":1}}'), "x");
  assert.deepEqual([...members.keys()], ["__proto__"]);
});

Deno.test("a member of another kind than asked for is an error", () => {
  const value = valueOf('{"a":null,"b":[]}');
  const members = membersOf(value, "x");
  assert.throws(
    () => optional(members, "x", "a", "string"),
    new FormatError("x.a is null, expected a string", 105),
  );
  assert.throws(
    () => required(value, members, "x", "b", "object"),
    new FormatError("x.b is an array, expected an object", 114),
  );
  assert.throws(
    () => required(value, members, "x", "c", "number"),
    new FormatError("x.c is missing, expected a number", 100),
  );
  assert.equal(optional(members, "x", "c", "number"), undefined);
});
