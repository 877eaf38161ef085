import assert from "node:assert/strict";
import { dirname, join } from "@std/path";
import { z } from "zod";
import {
  APPLY_FLAGS,
  DOCTOR_FLAGS,
  type Flag,
  HELP,
  PLAN_FLAGS,
  STEP_CHOICES,
  VERIFY_FLAGS,
} from "../lib/cli/flags.ts";
import type { Config } from "../lib/config/config.ts";
import { CONFIG_KEYS, configSchema } from "../lib/config/schema.ts";
import { releaseLinks } from "../lib/dataset/reader_links.ts";
import { READERS_RULE } from "../lib/doctor/cors_rules.ts";
import {
  policyFinding,
  publicBlockFinding,
} from "../lib/doctor/public_access.ts";
import { entrySchema } from "../lib/manifest/schema.ts";
import { linksView } from "../lib/terminal/links_view.ts";
import { PLAIN } from "../lib/terminal/style.ts";
import { projectPath } from "./fixture/command_line.ts";

const README = "README.md";
const TOUR = "configs/FIRST_RELEASE.md";
const MIGRATING = "configs/MIGRATING.md";
const MANIFEST = "lib/manifest/README.md";
const PAGES = [README, TOUR, MIGRATING, MANIFEST];

for (const page of PAGES) {
  Deno.test(`${page}: its JSON is JSON`, async () => {
    for (const text of blocks(await read(page), "json")) JSON.parse(text);
  });

  Deno.test(`${page}: its links lead to files and headings that exist`, async () => {
    for (const link of relativeLinks(await read(page))) {
      const [path = "", heading] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      await Deno.stat(projectPath(target));
      if (heading === undefined) continue;
      const anchors = headings(await read(target)).map(anchorOf);
      assert.ok(anchors.includes(heading), `${link}: no such heading`);
    }
  });

  Deno.test(`${page}: its tasks exist`, async () => {
    const { tasks } = JSON.parse(await read("deno.json"));
    const text = await read(page);
    for (
      const [, task] of text.matchAll(
        /deno(?:@[\d.]+)? task ([a-z]\w*(?::\w+)?)/g,
      )
    ) {
      assert.ok(Object.hasOwn(tasks, task!), `deno task ${task}`);
    }
  });

  Deno.test(`${page}: its commands have the flags that they are given`, async () => {
    for (const code of codes(await read(page))) {
      const given = COMMAND.exec(code);
      if (!given) continue;
      const known = spellings(FLAGS[given[1] ?? "apply"]!);
      for (const flag of flagsIn(given[2]!)) {
        assert.ok(known.has(flag), `${flag} in: ${code}`);
      }
    }
  });

  Deno.test(`${page}: the flags that it talks of exist`, async () => {
    const known = spellings(Object.values(FLAGS).flat());
    for (const code of inlineCodes(await read(page))) {
      const name = /^--([\w-]+)/.exec(code)?.[1];
      if (name === undefined || OF_OTHER_TOOLS.test(name)) continue;
      assert.ok(known.has(underscored(name)), code);
    }
  });
}

Deno.test("the tour's config is one that loads, for a bucket public by policy", async () => {
  const config = await tourConfig();
  assert.equal(config.s3_acl, "none");
  assert.equal(config.upload_csv_to_s3, true);
});

Deno.test("the tour's bucket policy is the doctor's", async () => {
  const { remedy } = policyFinding(await tourConfig(), { value: false });
  const printed = JSON.parse(/--policy '(.*)'$/.exec(remedy!)![1]!);
  assert.deepEqual(await jsonWith(TOUR, "PublicRead"), printed);
});

Deno.test("the tour's CORS rules are the doctor's", async () => {
  assert.deepEqual(await jsonWith(TOUR, "CORSRules"), {
    CORSRules: [READERS_RULE],
  });
});

Deno.test("the tour opens Block Public Access so far that the doctor is content", async () => {
  const text = await read(TOUR);
  const isOn = (name: string) => {
    const value = new RegExp(`${name}=(true|false)`).exec(text);
    assert.ok(value, `${name} is not set`);
    return value[1] === "true";
  };
  const finding = publicBlockFinding(await tourConfig(), {
    value: {
      blockPublicAcls: isOn("BlockPublicAcls"),
      ignorePublicAcls: isOn("IgnorePublicAcls"),
      blockPublicPolicy: isOn("BlockPublicPolicy"),
      restrictPublicBuckets: isOn("RestrictPublicBuckets"),
    },
  });
  assert.equal(finding.ok, true);
  assert.equal(isOn("BlockPublicPolicy"), false);
});

Deno.test("the tour's links are those that apply prints", async () => {
  const config = await tourConfig();
  const csv = `bff/${config.condition}/${config.output_name}`;
  const [structure] = config.structures;
  const packing =
    "packing_outputs/8d_sphere_data/norm_weights/random/peroxisome/spheresSST/" +
    "results_peroxisome_rules_shape_random_743916_seed_0.simularium";
  const links = releaseLinks(config, {
    paths: `${csv}_paths.csv`,
    metadata: `${csv}_metadata.csv`,
    packings: new Map([[structure!, packing]]),
  });
  const lines = linksView(links!, PLAIN);
  const text = await read(TOUR);
  for (const line of lines) assert.ok(text.includes(line), line);
});

Deno.test("the keys to go back with are the config's", async () => {
  for (const text of blocks(await read(MIGRATING), "json")) {
    for (const key of Object.keys(JSON.parse(text))) {
      assert.ok(CONFIG_KEYS.includes(key), key);
    }
  }
});

Deno.test("the README's table has every config key, and no others", async () => {
  const section = sectionOf(await read(README), "Configuration");
  assert.deepEqual(
    firstColumn(section).toSorted(),
    CONFIG_KEYS.filter((key) => key !== "$schema").toSorted(),
  );
});

for (const [type, schema] of manifestTypes()) {
  Deno.test(`the manifest's page has every member of ${type}, and no others`, async () => {
    const section = sectionOf(await read(MANIFEST), type);
    const members = Object.keys(schema.properties!)
      .filter((name) => name !== "type");
    assert.deepEqual(firstColumn(section).toSorted(), members.toSorted());
  });
}

Deno.test("the manifest's page names whatever the schema does", async () => {
  const text = await read(MANIFEST);
  const named = new Set(
    [...text.matchAll(/["`]([\w-]+)["`]/g)].map(([, name]) => name),
  );
  // A step's name stands for all: they are listed elsewhere.
  const steps = new Set(STEP_CHOICES.map(({ name }) => name));
  for (const name of namesIn(z.toJSONSchema(entrySchema) as Schema)) {
    if (!steps.has(name)) assert.ok(named.has(name), name);
  }
});

const FLAGS: Readonly<Record<string, readonly Flag[]>> = {
  plan: [...PLAN_FLAGS, ...STEP_CHOICES, HELP],
  apply: [...APPLY_FLAGS, ...STEP_CHOICES, HELP],
  verify: [...VERIFY_FLAGS, HELP],
  doctor: [...DOCTOR_FLAGS, HELP],
};

/** One of our command lines; the programs of the steps take the flags of apply. */
const COMMAND =
  /(?:(?:deno(?:@[\d.]+)? task|mod\.ts) (plan|apply|verify|doctor)\b|steps\/\w+\.ts)(.*)/s;

/** Flags of Deno and of the AWS CLI. */
const OF_OTHER_TOOLS =
  /^(?:allow-|deny-|endpoint-url$|create-bucket-configuration$)/;

/** The names of the flags in a command line. */
function flagsIn(text: string): string[] {
  return [...text.matchAll(/(?<=\s)--?([a-z][\w-]*)/g)]
    .map(([, name]) => underscored(name!));
}

function spellings(flags: readonly Flag[]): Set<string> {
  return new Set(
    flags.flatMap(({ name, short = [], aliases = [] }) =>
      [name, short, aliases].flat().map(underscored)
    ),
  );
}

/** In flags, `-` and `_` are the same. */
function underscored(name: string): string {
  return name.replaceAll("-", "_");
}

async function read(path: string): Promise<string> {
  return await Deno.readTextFile(projectPath(path));
}

async function tourConfig(): Promise<Config> {
  return configSchema.parse(await jsonWith(TOUR, '"structures"'));
}

/** The only JSON block of a page that has these words. */
async function jsonWith(page: string, words: string): Promise<unknown> {
  const found = blocks(await read(page), "json")
    .filter((text) => text.includes(words));
  assert.equal(found.length, 1, `blocks with ${words}`);
  return JSON.parse(found[0]!);
}

/** The fenced blocks of a language. */
function blocks(text: string, language: string): string[] {
  return [...text.matchAll(/^ *```(\w+)\n(.*?)^ *```$/gms)]
    .filter(([, name]) => name === language)
    .map(([, , content]) => content!);
}

/** Every command of the shell blocks, and all code between words. */
function codes(text: string): string[] {
  const commands = blocks(text, "sh").flatMap((block) =>
    block.replaceAll("\\\n", " ").split("\n").map((line) =>
      line.replace(/ #.*/, "")
    )
  );
  return [...commands, ...inlineCodes(text)];
}

function inlineCodes(text: string): string[] {
  const prose = text.replace(/^ *```.*?^ *```$/gms, "");
  return [...prose.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
}

function relativeLinks(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link));
}

function headings(text: string): string[] {
  return [...text.replace(/^```.*?^```$/gms, "").matchAll(/^#+ (.*)$/gm)]
    .map(([, heading]) => heading!);
}

/** As code hosts make them. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replace(/[^\w\- ]/g, "").replaceAll(" ", "-");
}

/** What stands below a heading, up to the next one. */
function sectionOf(text: string, heading: string): string {
  const [, section] =
    new RegExp(`^#+ ${heading}\n(.*?)(?=^#|(?![\\s\\S]))`, "ms")
      .exec(text) ?? [];
  assert.ok(section, `no section "${heading}"`);
  return section;
}

/** The names in the first columns of a section's tables. */
function firstColumn(section: string): string[] {
  return section.split("\n").filter((line) => line.startsWith("|"))
    .flatMap((line) =>
      [...line.split("|")[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
    );
}

/** The members in use of a JSON Schema. */
interface Schema {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

function manifestTypes(): [type: string, schema: Schema][] {
  const { anyOf, oneOf = anyOf } = z.toJSONSchema(entrySchema) as Schema;
  return oneOf!.map((schema) => [
    schema.properties!.type!.const as string,
    schema,
  ]);
}

/** Names of members, and the words that members may have for values. */
function namesIn(schema: Schema): string[] {
  const { const: value, properties = {}, items, anyOf = [], oneOf = [] } =
    schema;
  return [
    ...[value, ...schema.enum ?? []].filter((word) => typeof word === "string"),
    ...Object.keys(properties),
    ...[
      ...Object.values(properties),
      ...items ? [items] : [],
      ...anyOf,
      ...oneOf,
    ]
      .flatMap(namesIn),
  ];
}
