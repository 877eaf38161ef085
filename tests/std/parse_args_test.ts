import { parseArgs } from "@std/cli/parse-args";
import assert from "node:assert/strict";

Deno.test("an option takes its value after = or from the next argument", () => {
  const args = parseArgs(["--config=a.json", "--data_dir", "data"], {
    string: ["config", "data_dir", "results_dir"],
  });
  const config: string | undefined = args.config;
  assert.equal(config, "a.json");
  assert.equal(args.data_dir, "data");
  assert.equal(args.results_dir, undefined);
  assert.deepEqual(args, { config: "a.json", data_dir: "data", _: [] });
});

Deno.test("a boolean option takes no value and is false if not given", () => {
  const args = parseArgs(["--yes", "manifest.jsonl"], {
    boolean: ["yes", "json"],
  });
  const flags: boolean[] = [args.yes, args.json];
  assert.deepEqual(flags, [true, false]);
  assert.deepEqual(args._, ["manifest.jsonl"]);
});

Deno.test("a boolean option can be set in words", () => {
  const boolean = ["json"] as const;
  const table: [string[], boolean][] = [
    [["--json=false"], false],
    [["--json=true"], true],
    [["--json", "false"], false],
    [["--json", "true"], true],
  ];
  for (const [args, expected] of table) {
    assert.deepEqual(
      parseArgs(args, { boolean }),
      { json: expected, _: [] },
      args.join(" "),
    );
  }
});

Deno.test("boolean: true makes every long option without = a boolean", () => {
  assert.deepEqual(parseArgs(["--a", "x", "--b=y"], { boolean: true }), {
    a: true,
    b: "y",
    _: ["x"],
  });
});

Deno.test("the last of a repeated option counts", () => {
  assert.equal(
    parseArgs(["--name", "a", "--name=b"], { string: ["name"] }).name,
    "b",
  );
});

Deno.test("a collected option is always an array", () => {
  const options = { string: ["skip"], collect: ["skip"] } as const;
  const skip: string[] = parseArgs(["--skip", "a", "--skip=1"], options).skip;
  assert.deepEqual(skip, ["a", "1"]);
  assert.deepEqual(parseArgs(["--skip", "a"], options).skip, ["a"]);
  assert.deepEqual(parseArgs([], options).skip, []);
});

Deno.test("only a negatable option is negated by --no-", () => {
  const options = { boolean: ["color", "json"], negatable: ["color"] } as const;
  assert.deepEqual(
    parseArgs(["--no-color", "--no-json"], {
      ...options,
      default: { color: true },
    }),
    {
      color: false,
      json: false,
      "no-json": true,
      _: [],
    },
  );
});

Deno.test("negation takes the place of collected values", () => {
  const options = {
    string: ["skip"],
    collect: ["skip"],
    negatable: ["skip"],
  } as const;
  const skip: string[] | false =
    parseArgs(["--skip=a", "--no-skip"], options).skip;
  assert.equal(skip, false);
});

Deno.test("an alias stands for its option in both directions", () => {
  const args = parseArgs(["-c", "x.json", "--help"], {
    string: ["config"],
    boolean: ["help"],
    alias: { config: "c", help: "h" },
  });
  const short: string | undefined = args.c;
  assert.equal(short, "x.json");
  assert.deepEqual(args, {
    c: "x.json",
    config: "x.json",
    h: true,
    help: true,
    _: [],
  });
});

Deno.test("short options can be grouped and can hold their value", () => {
  const table: [string[], Record<string, unknown>][] = [
    [["-abc"], { a: true, b: true, c: true }],
    [["-ab", "x"], { a: true, b: "x" }],
    [["-n5"], { n: 5 }],
    [["-n=x"], { n: "x" }],
    [["-o/tmp/x"], { o: "/tmp/x" }],
  ];
  for (const [args, expected] of table) {
    assert.deepEqual(parseArgs(args), { ...expected, _: [] }, args.join(" "));
  }
});

Deno.test("numbers are numbers unless declared as string", () => {
  assert.deepEqual(parseArgs(["--a=1", "--b", "0x10", "--c=1e3", "2", "x2"]), {
    a: 1,
    b: 16,
    c: 1000,
    _: [2, "x2"],
  });
  assert.deepEqual(parseArgs(["--a=007", "1"], { string: ["a", "_"] }), {
    a: "007",
    _: ["1"],
  });
});

Deno.test("a string option without a value is empty and does not eat the next option", () => {
  assert.deepEqual(parseArgs(["--a", "--b", "x"], { string: ["a", "b"] }), {
    a: "",
    b: "x",
    _: [],
  });
});

Deno.test("default values fill in what is not given, under all names", () => {
  const args = parseArgs(["--x=1"], {
    string: ["config", "x"],
    alias: { config: "c" },
    default: { config: "a.json", x: "9" },
  });
  const config: string = args.config;
  assert.equal(config, "a.json");
  assert.deepEqual(args, { config: "a.json", c: "a.json", x: "1", _: [] });
});

Deno.test("what follows -- is not parsed", () => {
  assert.deepEqual(parseArgs(["a", "--", "--b", "1"], { string: ["_"] }), {
    _: ["a", "--b", "1"],
  });
  const args = parseArgs(["a", "--", "--b", "1"], {
    "--": true,
    boolean: ["b"],
  });
  const rest: string[] = args["--"];
  assert.deepEqual(rest, ["--b", "1"]);
  assert.deepEqual(args, { _: ["a"], b: false, "--": ["--b", "1"] });
});

Deno.test("stopEarly leaves everything after the first argument alone", () => {
  assert.deepEqual(
    parseArgs(["--a", "plan", "--b"], { boolean: ["a", "b"], stopEarly: true }),
    {
      a: true,
      b: false,
      _: ["plan", "--b"],
    },
  );
});

Deno.test("unknown() sees what is not declared, and drops it by returning false", () => {
  const calls: unknown[][] = [];
  const args = parseArgs([
    "--yes",
    "--dry=1",
    "--cofnig",
    "x",
    "-q",
    "--",
    "--z",
  ], {
    boolean: ["yes"],
    string: ["config"],
    unknown(arg, key, value) {
      calls.push([arg, key, value]);
      return false;
    },
  });
  assert.deepEqual(calls, [
    ["--dry=1", "dry", "1"],
    ["--cofnig", "cofnig", "x"],
    ["-q", "q", true],
  ]);
  assert.deepEqual(args, { yes: true, _: ["--z"] });
});

Deno.test("unknown() sees arguments too, without a key", () => {
  const calls: unknown[] = [];
  const args = parseArgs(["plan", "5", "--x"], {
    boolean: ["x"],
    unknown(arg, key) {
      calls.push([arg, key]);
      return arg === "plan";
    },
  });
  assert.deepEqual(calls, [["plan", undefined], ["5", undefined]]);
  assert.deepEqual(args, { x: true, _: ["plan"] });
});

Deno.test("options that are not declared are typed as unknown", () => {
  const args = parseArgs(["--other=x"], { boolean: ["yes"] });
  const other: unknown = args.other;
  assert.equal(other, "x");
  const positional: (string | number)[] = args._;
  assert.deepEqual(positional, []);
});
