import assert from "node:assert/strict";
import type { Flag } from "../../lib/cli/flags.ts";
import { parseArguments, rejectFlags } from "../../lib/cli/parse.ts";

const FLAGS: readonly Flag[] = [
  {
    name: "config",
    short: "c",
    aliases: ["config_file"],
    value: "FILE",
    help: "",
  },
  { name: "data_dir", value: "DIR", help: "" },
  { name: "skip-invalid", help: "" },
  { name: "yes", short: "y", help: "" },
  { name: "verbose", short: "v", help: "" },
];

const ACCEPTED: readonly (readonly [
  args: string[],
  text: Record<string, string>,
  switches: string[],
  operands: string[],
])[] = [
  [[], {}, [], []],
  [["--config", "a.json"], { config: "a.json" }, [], []],
  [["--config=a.json"], { config: "a.json" }, [], []],
  [["--config_file", "a.json"], { config: "a.json" }, [], []],
  [["--config-file=a.json"], { config: "a.json" }, [], []],
  [["-c", "a.json"], { config: "a.json" }, [], []],
  [["-c=a.json"], { config: "a.json" }, [], []],
  [["-c", "a", "-c", "b"], { config: "b" }, [], []],
  [["--config", "a-b_c=d"], { config: "a-b_c=d" }, [], []],
  [["--config", "1"], { config: "1" }, [], []],
  [["--data-dir", "x"], { data_dir: "x" }, [], []],
  [["--skip-invalid"], {}, ["skip-invalid"], []],
  [["--skip_invalid"], {}, ["skip-invalid"], []],
  [["-yv"], {}, ["yes", "verbose"], []],
  [["--yes=false"], {}, [], []],
  [["--yes", "plan.jsonl"], {}, ["yes"], ["plan.jsonl"]],
  [["12", "--yes"], {}, ["yes"], ["12"]],
  [["--", "--yes"], {}, [], ["--yes"]],
  [["--help"], {}, ["help"], []],
  [["-h"], {}, ["help"], []],
];

for (const [args, text, switches, operands] of ACCEPTED) {
  Deno.test(`the arguments "${args.join(" ")}" are understood`, () => {
    const parsed = parseArguments(args, FLAGS, 1);
    assert.deepEqual(parsed.text, text);
    assert.deepEqual([...parsed.switches].sort(), switches.toSorted());
    assert.deepEqual(parsed.operands, operands);
  });
}

const REFUSED: readonly (readonly [args: string[], message: string])[] = [
  [
    ["--confg", "x"],
    'Cannot use the flag "--confg": it is unknown, did you mean --config? See --help',
  ],
  [
    ["--skip-invald"],
    'Cannot use the flag "--skip-invald": it is unknown, did you mean --skip-invalid? See --help',
  ],
  [
    ["--data-dri=x"],
    'Cannot use the flag "--data-dri=x": it is unknown, did you mean --data_dir? See --help',
  ],
  [["-x"], 'Cannot use the flag "-x": it is unknown. See --help'],
  [["--config"], "Cannot use --config: expected one FILE behind it"],
  [["--config="], "Cannot use --config: expected one FILE behind it"],
  [["--config", "--yes"], "Cannot use --config: expected one FILE behind it"],
  [["-c"], "Cannot use --config: expected one FILE behind it"],
  [["a", "b"], 'Cannot use the argument "b": one too many, see --help'],
];

for (const [args, message] of REFUSED) {
  Deno.test(`the arguments "${args.join(" ")}" are refused`, () => {
    assert.throws(() => parseArguments(args, FLAGS, 1), {
      name: "ExpectedError",
      message,
    });
  });
}

Deno.test("a command without operands takes none", () => {
  assert.throws(() => parseArguments(["x"], FLAGS, 0), {
    message: 'Cannot use the argument "x": none is expected, see --help',
  });
});

Deno.test("flags without effect on a saved manifest are refused", () => {
  const args = parseArguments(["m", "--yes", "-c", "x"], FLAGS, 1);
  assert.throws(() => rejectFlags(args, "m", ["yes"]), {
    message:
      'Cannot use --config with "m": a saved manifest is used as it was planned; plan again with the flag',
  });
  rejectFlags(args, "m", ["yes", "config"]);
});
