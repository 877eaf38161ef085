import { parse } from "@std/csv/parse";
import { type Column, stringify } from "@std/csv/stringify";
import assert from "node:assert/strict";

Deno.test("stringify() ends every line with CRLF", () => {
  assert.equal(stringify([["a", 1], ["b", 2]]), "a,1\r\nb,2\r\n");
});

Deno.test("stringify() writes objects by their columns, with headers", () => {
  const rows = [{ id: "743916", volume: 1.5 }, { id: "9", volume: 2 }];
  assert.equal(
    stringify(rows, { columns: ["volume", "id"] }),
    "volume,id\r\n1.5,743916\r\n2,9\r\n",
  );
  assert.equal(
    stringify(rows, { columns: ["id"], headers: false }),
    "743916\r\n9\r\n",
  );
});

Deno.test("stringify() takes headers and nested values from column details", () => {
  const columns: Column[] = [
    { prop: "id", header: "Cell ID" },
    ["size", "volume"],
    { prop: ["tags", 1] },
  ];
  assert.equal(
    stringify([{ id: 1, size: { volume: 2 }, tags: ["a", "b"] }], { columns }),
    "Cell ID,volume,1\r\n1,2,b\r\n",
  );
});

Deno.test("stringify() writes the headers of no rows", () => {
  assert.equal(stringify([], { columns: ["a", "b"] }), "a,b\r\n");
  assert.equal(stringify([]), "");
});

Deno.test("stringify() quotes what needs it and nothing else", () => {
  const table: [unknown, string][] = [
    ["plain text", "plain text"],
    [" padded ", " padded "],
    ["=1+1", "=1+1"],
    ["a,b", '"a,b"'],
    ["a;b", "a;b"],
    ['say "hi"', '"say ""hi"""'],
    ["two\nlines", '"two\nlines"'],
    ["two\r\nlines", '"two\r\nlines"'],
    ["carriage\rreturn", "carriage\rreturn"],
    ["", ""],
    [null, ""],
    [undefined, ""],
    [true, "true"],
    [false, "false"],
    [0, "0"],
    [1e21, "1e+21"],
    ["µm³", "µm³"],
    [{ a: 1 }, '"{""a"":1}"'],
  ];
  for (const [value, expected] of table) {
    assert.equal(stringify([[value, "x"]]), `${expected},x\r\n`);
  }
});

Deno.test("stringify() can separate by another character", () => {
  assert.equal(
    stringify([["a\tb", "c,d"]], { separator: "\t" }),
    '"a\tb"\tc,d\r\n',
  );
  assert.throws(() => stringify([["a"]], { separator: '"' }), TypeError);
});

Deno.test("stringify() puts a byte order mark first if asked to", () => {
  assert.equal(stringify([["a"]], { bom: true }), "\ufeffa\r\n");
});

Deno.test("stringify() refuses objects without columns", () => {
  assert.throws(() => stringify([{ a: 1 }]), TypeError);
});

Deno.test("stringify() refuses to read a name of an array", () => {
  assert.throws(() => stringify([["a"]], { columns: ["name"] }), TypeError);
});

Deno.test("parse() reads records as arrays", () => {
  const rows: string[][] = parse("a,b\n1,\n");
  assert.deepEqual(rows, [["a", "b"], ["1", ""]]);
});

Deno.test("parse() reads records as objects named by the first row", () => {
  const rows: Record<string, string>[] = parse("a,b\r\n1,2\r\n", {
    skipFirstRow: true,
  });
  assert.deepEqual(rows, [{ a: "1", b: "2" }]);
});

Deno.test("parse() reads records as objects named by columns", () => {
  const rows: { x: string; y: string }[] = parse("1,2", {
    columns: ["x", "y"],
  });
  assert.deepEqual(rows, [{ x: "1", y: "2" }]);
  assert.deepEqual(
    parse("a,b\n1,2", { columns: ["x", "y"], skipFirstRow: true }),
    [
      { x: "1", y: "2" },
    ],
  );
});

Deno.test("parse() reads every way to write a field", () => {
  const table: [string, string[][]][] = [
    ["", []],
    ["\n\r\n\n", []],
    ["a,b", [["a", "b"]]],
    ["a,b\r", [["a", "b"]]],
    ["\ufeffa,b\r\n", [["a", "b"]]],
    ["a\n\nb\n", [["a"], ["b"]]],
    [" \n", [[" "]]],
    ['""\n', [[""]]],
    [",\n", [["", ""]]],
    [" a , b ", [[" a ", " b "]]],
    ['"a,b","say ""hi"""', [["a,b", 'say "hi"']]],
    ['"two\nlines",x\n"two\r\nlines",y', [["two\nlines", "x"], [
      "two\nlines",
      "y",
    ]]],
    ['"\n\n"', [["\n\n"]]],
    ['""""', [['"']]],
    ["a\rb", [["a\rb"]]],
    ["#a\nµm,😀", [["#a"], ["µm", "😀"]]],
    ["a,b\nc", [["a", "b"], ["c"]]],
  ];
  for (const [text, expected] of table) {
    assert.deepEqual(parse(text), expected, JSON.stringify(text));
  }
});

Deno.test("parse() can separate by another character", () => {
  assert.deepEqual(parse('a;"b;c";d,e', { separator: ";" }), [[
    "a",
    "b;c",
    "d,e",
  ]]);
  assert.throws(() => parse("a", { separator: '"' }), Error);
});

Deno.test("parse() says where a quote is out of place", () => {
  const table: [string, RegExp][] = [
    ['a "b"', /line 1, column 3\b/],
    ['a,b\nµm😀"', /line 2, column 4\b/],
    ['\ufeff\n\nx,"a"b,c', /line \d, column 5\b/],
    ['\n\n"a"b', /line 3, column 3\b/],
    ['"a ""b"" "c"', /line 1, column 10\b/],
    ['x,"a\nb" ', /line 2, column 2\b/],
    ['"a\nb",c"', /line 2, column 5\b/],
    ['a,"b\n', /line \d, column \d/],
    ['"', /line \d, column \d/],
  ];
  for (const [text, position] of table) {
    assert.throws(
      () => parse(text),
      (error) => error instanceof SyntaxError && position.test(error.message),
      JSON.stringify(text),
    );
  }
});

Deno.test("parse() checks the number of fields if asked to", () => {
  assert.throws(() => parse("a,b\nc", { fieldsPerRecord: 0 }), SyntaxError);
  assert.throws(() => parse("a,b\nc,d", { fieldsPerRecord: 3 }), SyntaxError);
  assert.deepEqual(parse("a,b\n\nc,d", { fieldsPerRecord: 0 }), [["a", "b"], [
    "c",
    "d",
  ]]);
  assert.deepEqual(parse("a,b\nc,d", { fieldsPerRecord: 2 }), [["a", "b"], [
    "c",
    "d",
  ]]);
});

Deno.test("parse() refuses records that do not fit the column names", () => {
  assert.throws(() => parse("a,b\n1", { skipFirstRow: true }), Error);
  assert.throws(() => parse("1,2,3", { columns: ["a", "b"] }), Error);
  assert.throws(() => parse("", { skipFirstRow: true }), Error);
});

Deno.test("parse() gives back what stringify() was given", () => {
  const rows = [["a,b", 'say "hi"', "two\nlines"], ["", " ", "µm\r"], [
    "x\r",
    "#",
    "'",
  ]];
  assert.deepEqual(parse(stringify(rows)), rows);
});
