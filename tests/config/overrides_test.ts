import assert from "node:assert/strict";
import { withOverrides } from "../../lib/config/overrides.ts";
import { ExpectedError } from "../../lib/errors.ts";
import { configWith } from "./valid.ts";

Deno.test("flags that are not given change nothing", () => {
  assert.deepEqual(withOverrides(configWith(), {}), configWith());
  assert.deepEqual(
    withOverrides(configWith(), { data_dir: undefined }),
    configWith(),
  );
});

Deno.test("flags go over the config, with directories anywhere", () => {
  const flags = {
    max_workers: "32",
    data_dir: "/mnt/data",
    results_dir: "../out",
  };
  assert.deepEqual(withOverrides(configWith(), flags), {
    ...configWith(),
    max_workers: 32,
    data_dir: "/mnt/data",
    results_dir: "../out",
  });
  assert.equal(withOverrides(configWith(), { max_workers: 2 }).max_workers, 2);
});

Deno.test("a value that does not fit is refused with its flag", () => {
  const workers = "expected a whole number from 1 to 256";
  const table: [Parameters<typeof withOverrides>[1], string][] = [
    [{ max_workers: "0" }, `Cannot use --max_workers "0": ${workers}`],
    [{ max_workers: "257" }, `Cannot use --max_workers "257": ${workers}`],
    [{ max_workers: "1.5" }, `Cannot use --max_workers "1.5": ${workers}`],
    [{ max_workers: "-1" }, `Cannot use --max_workers "-1": ${workers}`],
    [{ max_workers: "1e2" }, `Cannot use --max_workers "1e2": ${workers}`],
    [{ max_workers: " 4" }, `Cannot use --max_workers " 4": ${workers}`],
    [{ max_workers: "" }, `Cannot use --max_workers "": ${workers}`],
    [{ max_workers: 4.5 }, `Cannot use --max_workers "4.5": ${workers}`],
    [{ data_dir: "" }, 'Cannot use --data_dir "": expected a directory'],
    [
      { results_dir: "a\0" },
      'Cannot use --results_dir "a\\u0000": expected a directory',
    ],
  ];
  for (const [flags, message] of table) {
    assert.throws(
      () => withOverrides(configWith(), flags),
      new ExpectedError(message),
    );
  }
});
