import assert from "node:assert/strict";
import { makeWorkspace, type Workspace } from "../fixture/command_line.ts";
import { demoConfig } from "../fixture/config.ts";
import { TINY } from "../fixture/release.ts";

const CONFIG = ["--config", "config.json"];
const CSV =
  "results/data_release/cellpack_simularium/cellpack_simularium_paths.csv";

/** A dataset in which the readers will trip over nothing: membranes are inverted. */
function makeFaultless(changes: Record<string, unknown> = {}) {
  return makeWorkspace({ use_inverted_meshes: true, ...changes });
}

/** What each kind of warning says, in one line; `{}` stands for the path of a file. */
const DATASET_WARNINGS: readonly (readonly [kind: string, told: string])[] = [
  [
    "a mesh whose displayType is not exactly OBJ",
    '2 packings: typeMapping.….geometry.displayType is "obj": the viewer draws a sphere in place of the mesh; write "OBJ"',
  ],
  [
    "missing plotData",
    '2 packings: the file has no plotData: the viewer fails once it has drawn the scene; add "plotData": {"version": 1, "data": []}',
  ],
  [
    "a version of the future",
    "2 packings: trajectoryInfo.version is 4: the viewer opens versions 1 to 3 only; convert the file with simulariumio",
  ],
  [
    "a color that is not #rrggbb",
    '2 packings: typeMapping.9.geometry.color is "red": the viewer takes a color of its own; write it as "#rrggbb"',
  ],
  [
    "a mesh of two objects",
    "{}nuc_mesh_743916.obj: the mesh has 2 objects: the viewer draws the first one only; join them into one object",
  ],
  [
    "membranes that are not inverted",
    "2 meshes: the membrane is not inverted: the viewer draws its near side, which hides what is inside; set use_inverted_meshes to true",
  ],
  [
    "a key that links do not carry",
    '{}nuc +mesh_743916.obj: the key has characters other than letters, digits and ._/-: " +": BioFile Finder does not encode them, so what it opens may not be found; rename the file or the folder',
  ],
  [
    "a comma in a value of the CSV",
    '2 packings: the value "peroxisome, small" of column "Structure Name" has a comma: BioFile Finder takes it for several values; use another character',
  ],
  [
    "a public URL that is not https",
    'base_s3_url: the public URL "http://cells.example.org/" is not https: browsers do not let the readers, which are, load from it; publish over https',
  ],
];

const CSV_WARNINGS: typeof DATASET_WARNINGS = [
  [
    "a comma in a value",
    '2 rows: the value "a,b" of column "Dataset" has a comma: BioFile Finder takes it for several values; use another character',
  ],
  [
    "a full stop in the name of a column",
    '{}cellpack_simularium_paths.csv: the column name "Rule.1" has a full stop or a quotation mark: BioFile Finder cannot show the column; rename the column',
  ],
];

Deno.test("planning warns of what the readers will trip over in a dataset, and --strict refuses it", async (t) => {
  const [structure] = demoConfig().structures as Record<string, unknown>[];
  await using workspace = await makeWorkspace({
    base_s3_url: "http://cells.example.org/",
    structures: [{ ...structure, structure_name: "peroxisome, small" }],
  });
  const { packings, meshes } = workspace.dataset;
  await editAll(packings, '"displayType": "OBJ"', '"displayType": "obj"');
  await editAll(packings, '"plotData"', '"plots"');
  await editAll(packings, '"version": 3', '"version": 4');
  // The color of a type that is none of the release's.
  const type = '{"displayType": "SPHERE", "color": "red"}';
  await editAll(
    packings,
    '"typeMapping": {',
    `"typeMapping": {"9": {"name": "er", "geometry": ${type}}, `,
  );
  const nucleus = meshes[1]!;
  await Deno.copyFile(nucleus, nucleus.replace("nuc_", "nuc +"));
  const objects = "o a\nf 1 2 3\no b\nf 1 2 3\n";
  await Deno.writeTextFile(nucleus, objects, { append: true });
  await testWarnings(t, workspace, [], DATASET_WARNINGS);
});

Deno.test("planning warns of what the readers will trip over in a CSV that is there, and --strict refuses it", async (t) => {
  await using workspace = await makeFaultless();
  const { run, path } = workspace;
  assert.equal((await run("apply", ...CONFIG, "--yes")).code, 0);
  await editAll([path(CSV)], "Rule", "Rule.1");
  await editAll([path(CSV)], "8d_sphere_data,rules", '"a,b",rules');
  await testWarnings(t, workspace, ["--update_csv_stats"], CSV_WARNINGS);
});

async function testWarnings(
  t: Deno.TestContext,
  { run }: Workspace,
  args: readonly string[],
  warnings: typeof DATASET_WARNINGS,
): Promise<void> {
  const plan = await run("plan", ...CONFIG, ...args);
  assert.equal(plan.code, 0, plan.stdout + plan.stderr);
  const strict = await run("plan", ...CONFIG, ...args, "--strict");
  assert.equal(strict.code, 1);
  assert.match(strict.stdout, /^\d+ problems: this plan cannot be applied\./m);
  for (const [kind, told] of warnings) {
    await t.step(kind, () => {
      const [before, after] = told.split("{}");
      const line = after === undefined
        ? escape(told)
        : `${escape(before!)}(?:\\S+/)?${escape(after)}`;
      assert.match(plan.stdout, new RegExp(`^[\\w ]+ {2}${line}$`, "m"));
      assert.match(strict.stdout, new RegExp(`^[\\w ]+ \\? ${line}$`, "m"));
    });
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

Deno.test("a warning about many files names the first three", async () => {
  await using workspace = await makeWorkspace({}, {
    ...TINY,
    cellIds: ["1", "2", "3", "4", "5"],
  });
  const { stdout } = await workspace.run("plan", ...CONFIG, "--offline");
  assert.match(
    stdout,
    /5 meshes: the membrane is not inverted: .*\n +mem_mesh_1\.obj\n +mem_mesh_2\.obj\n +mem_mesh_3\.obj\n +and 2 more\n/,
  );
});

Deno.test("a bucket without CORS rules: planning warns, and refuses with --strict", async () => {
  await using workspace = await makeFaultless();
  await using front = startFront(
    workspace.server.endpoint,
    ({ method }) => method === "OPTIONS" && new Response(null, { status: 403 }),
  );
  await workspace.configure({
    s3_endpoint: front.endpoint,
    base_s3_url: `${front.endpoint}/test-bucket/`,
  });
  const told =
    /base_s3_url: the public URL ".*" has no CORS rule for simularium\.allencell\.org and bff\.allencell\.org: browsers do not let these readers load what is there; set the rule that "deno task doctor" shows\n/;
  const plan = await workspace.run("plan", ...CONFIG);
  assert.match(plan.stdout, told);
  assert.equal(plan.code, 0, plan.stderr);
  const strict = await workspace.run("plan", ...CONFIG, "--strict");
  assert.match(strict.stdout, told);
  assert.equal(strict.code, 1);
  const offline = await workspace.run("plan", ...CONFIG, "--offline");
  assert.doesNotMatch(offline.stdout, /CORS/);
});

Deno.test("nothing to trip over: --strict is content, though a packing has no figure", async () => {
  await using workspace = await makeFaultless();
  const { code, stdout } = await workspace.run("plan", ...CONFIG, "--strict");
  assert.equal(code, 0, stdout);
  assert.match(
    stdout,
    /results_\S+\.simularium has no figure: it gets no thumbnail\n/,
  );
  const applied = await workspace.run("apply", ...CONFIG, "--strict", "--yes");
  assert.equal(applied.code, 0, applied.stdout);
});

Deno.test("a strict plan with warnings is not applied, by command, step or library", async () => {
  await using workspace = await makeWorkspace();
  const { run } = workspace;
  const apply = await run("apply", ...CONFIG, "--strict", "--yes");
  assert.equal(apply.code, 1);
  assert.match(apply.stdout, /\? 2 meshes: the membrane is not inverted/);
  // The meshes could be published all the same: what shows them is no error.
  assert.match(apply.stdout, /^2 problems: this plan cannot be applied\./m);

  const step = await workspace.runModule("steps/upload_meshes.ts", [
    ...CONFIG,
    "--strict",
  ]);
  assert.equal(step.code, 1);
  assert.match(step.stdout, /\? 2 meshes: the membrane is not inverted/);

  const saved = await run(
    "plan",
    ...CONFIG,
    "--strict",
    "--out",
    "strict.jsonl",
  );
  assert.equal(saved.code, 1);
  const refused = await run("apply", "strict.jsonl");
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^Error: Cannot apply .* 2 problems/);
  assert.equal((await workspace.bucket()).size, 0);

  const useless = await run("apply", "strict.jsonl", "--strict");
  assert.match(useless.stderr, /^Error: Cannot use --strict with/);
});

Deno.test("with --skip-invalid as well, what readers trip over is left out", async () => {
  await using workspace = await makeFaultless();
  const [first] = workspace.dataset.packings;
  await editAll([first!], '"plotData"', '"plots"');
  const { code, stdout } = await workspace.run(
    "apply",
    ...CONFIG,
    "--strict",
    "--skip-invalid",
    "--yes",
  );
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^Left out: 1 invalid file \(--skip-invalid\)\.$/m);
  const packings = [...(await workspace.bucket()).keys()]
    .filter((key) => key.endsWith(".simularium"));
  assert.equal(packings.length, 1);
  assert.ok(!first!.endsWith(packings[0]!));
});

Deno.test("apply ends with links that open the release, whole and in JSON", async () => {
  await using workspace = await makeFaultless({
    base_s3_url: "https://cells.example.org/",
  });
  const base = "https://cells.example.org";
  const { code, stdout } = await workspace.run("apply", ...CONFIG, "--yes");
  assert.equal(code, 0, stdout);
  const links = stdout.slice(stdout.indexOf("Look at it:")).split("\n")
    .filter((line) => line.includes("https://")).map((line) =>
      new URL(line.trim())
    );
  const [finder, viewer, csv] = links;
  assert.equal(links.length, 3);
  assert.equal(finder!.host, "bff.allencell.org");
  const source = (name: string) => JSON.parse(finder!.searchParams.get(name)!);
  assert.deepEqual(source("source"), {
    name: "cellpack_simularium",
    type: "csv",
    uri: `${base}/bff/rules_shape/cellpack_simularium_paths.csv`,
  });
  assert.equal(
    source("sourceMetadata").uri,
    `${base}/bff/rules_shape/cellpack_simularium_metadata.csv`,
  );
  assert.equal(viewer!.host, "simularium.allencell.org");
  assert.match(
    viewer!.searchParams.get("trajUrl")!,
    /^https:\/\/cells\.example\.org\/packing_outputs\/.*_743916_seed_0\.simularium$/,
  );
  assert.equal(csv!.href, source("source").uri);

  const again = await workspace.run("apply", ...CONFIG, "--yes", "--json");
  assert.equal(again.code, 0);
  await workspace.configure({
    base_s3_url: "https://cells.example.org/",
    reupload_csv_files: true,
  });
  const json = await workspace.run("apply", ...CONFIG, "--yes", "--json");
  const last = JSON.parse(json.stdout.trimEnd().split("\n").at(-1)!);
  assert.equal(last.type, "verify");
  assert.equal(last.links.bioFileFinder, finder!.href);
  assert.equal(last.links.csv, csv!.href);
  assert.deepEqual(last.links.simularium, [
    { structure: "peroxisome", link: viewer!.href },
  ]);
});

Deno.test("there are no links to what is not published or not in place", async () => {
  await using workspace = await makeFaultless({
    base_s3_url: "https://cells.example.org/",
    upload_csv_to_s3: false,
  });
  const { run } = workspace;
  const meshes = await run("apply", ...CONFIG, "--yes", "--upload_meshes");
  assert.equal(meshes.code, 0);
  assert.doesNotMatch(meshes.stdout, /Look at it|allencell/);
  const all = await run("apply", ...CONFIG, "--yes");
  assert.match(all.stdout, /Simularium, peroxisome\n/);
  assert.doesNotMatch(all.stdout, /BioFile Finder|\.csv$/m);

  // What is reached from there is another server: visitors find nothing.
  const { code, stdout } = await run("verify", ...CONFIG);
  assert.equal(code, 1);
  assert.doesNotMatch(stdout, /Look at it|allencell/);
});

Deno.test("on this computer only, the readers' links are not given", async () => {
  await using workspace = await makeFaultless();
  const { stdout } = await workspace.run("apply", ...CONFIG, "--yes");
  assert.match(
    stdout,
    /all as planned\.\n\nLook at it:\n {2}CSV\n {2}http:\/\/127\.\S+_paths\.csv\n\nBioFile Finder and the Simularium viewer open only what is public over https, which base_s3_url is not\.\n$/,
  );
});

Deno.test("verify --public opens the release as visitors do", async (t) => {
  await using workspace = await makeFaultless();
  const { run, server } = workspace;
  let hinder: Hindrance = () => undefined;
  await using front = startFront(
    server.endpoint,
    (request) => hinder(request),
  );
  await workspace.configure({ base_s3_url: `${front.endpoint}/test-bucket/` });
  assert.equal(
    (await run("plan", ...CONFIG, "--out", "release.jsonl")).code,
    0,
  );
  assert.equal((await run("apply", "release.jsonl")).code, 0);

  for (const args of [["release.jsonl"], CONFIG]) {
    await t.step(`by ${args.join(" ")}`, async () => {
      const { code, stdout } = await run("verify", ...args, "--public");
      assert.equal(code, 0, stdout);
      assert.match(
        stdout,
        /\nVisited: opened 2 tables, 2 packings, 4 meshes and 1 thumbnail from the web, without credentials\.\n/,
      );
    });
  }

  await t.step("in JSON", async () => {
    const { stdout } = await run(
      "verify",
      "release.jsonl",
      "--public",
      "--json",
    );
    const { visited, discrepancies } = JSON.parse(stdout);
    assert.deepEqual(discrepancies, []);
    assert.deepEqual(visited, {
      tables: 2,
      packings: 2,
      meshes: 4,
      thumbnails: 1,
    });
  });

  const hindrances: readonly (readonly [string, Hindrance, RegExp])[] = [
    [
      "a mesh that may not be read",
      ({ url }) =>
        url.endsWith("nuc_mesh_744021.obj") &&
        new Response(null, { status: 403 }),
      /\? http:\/\/\S+nuc_mesh_744021\.obj: a visitor may not read it \(403\): make it public by ACL \(s3_acl\) or bucket policy\n/,
    ],
    [
      "a web page in place of all",
      () =>
        new Response("<html>", {
          headers: {
            "access-control-allow-origin": "*",
            "content-type": "text/html",
          },
        }),
      /\? \d files are a web page, not the file: check base_s3_url\n/,
    ],
    [
      "no CORS",
      async ({ url }) => {
        const { body, headers } = await fetch(
          server.endpoint + new URL(url).pathname,
        );
        const type = headers.get("content-type")!;
        return new Response(body, { headers: { "content-type": type } });
      },
      /a browser may not open it on bff\.allencell\.org: the bucket has no CORS rule that allows GET from there/,
    ],
  ];
  for (const [name, hindrance, told] of hindrances) {
    await t.step(`hindered by ${name}`, async () => {
      hinder = hindrance;
      const { code, stdout } = await run("verify", "release.jsonl", "--public");
      assert.equal(code, 1, stdout);
      assert.match(stdout, told);
      assert.doesNotMatch(stdout, /Look at it/);
    });
  }
});

/** Answers in the server's place, or not. */
type Hindrance = (
  request: Request,
) => Response | undefined | false | Promise<Response>;

/** A server that hands on what it does not answer itself. */
function startFront(endpoint: string, hinder: Hindrance) {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const own = await hinder(request);
      if (own) return own;
      const { pathname, search } = new URL(request.url);
      return await fetch(endpoint + pathname + search, {
        method: request.method,
        headers: request.headers,
        body: request.body && await request.arrayBuffer(),
      });
    },
  );
  return {
    endpoint: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Replaces a text in files, wherever it is; it must be in each. */
async function editAll(
  paths: readonly string[],
  before: string,
  after: string,
): Promise<void> {
  for (const path of paths) {
    const text = await Deno.readTextFile(path);
    assert.ok(text.includes(before), before);
    await Deno.writeTextFile(path, text.replaceAll(before, after));
  }
}
