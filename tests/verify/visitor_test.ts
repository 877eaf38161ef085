import assert from "node:assert/strict";
import { join } from "@std/path";
import { apply, plan } from "../../mod.ts";
import { csvKey, metadataCsv, pathsCsv } from "../../lib/dataset/layout.ts";
import type { Config } from "../../lib/config/config.ts";
import { effectiveConfigSchema } from "../../lib/config/schema.ts";
import type { Discrepancy } from "../../lib/verify/verify.ts";
import { spread, visitRelease } from "../../lib/verify/visitor.ts";
import { demoConfig } from "../fixture/config.ts";
import { makeDataset } from "../fixture/dataset.ts";
import { makeOwnBucket } from "../fixture/own_bucket.ts";
import { TINY } from "../fixture/release.ts";
import {
  answer,
  hangUp,
  startScriptedServer,
  type Step,
} from "../fixture/scripted_server.ts";
import { IS_EXTERNAL } from "../fixture/store_under_test.ts";

Deno.test({
  name: "a visitor opens everything of a release",
  ignore: IS_EXTERNAL, // A new bucket has no CORS rule there.
  async fn() {
    await using bucket = await makeOwnBucket();
    const folder = await Deno.makeTempDir({ prefix: "visitor_" });
    try {
      await makeDataset(join(folder, "data"), TINY);
      const config = effectiveConfigSchema.parse(demoConfig({
        ...bucket.config,
        rules: TINY.rules,
        structures: (demoConfig().structures as unknown[]).slice(0, 1),
        upload_csv_to_s3: true,
        data_dir: join(folder, "data"),
        results_dir: join(folder, "results"),
      }));
      const manifest = join(folder, "manifest.jsonl");
      await plan(config, { manifest });
      assert.ok((await apply(manifest)).complete);
      // 2 CSVs, 2 packings of which one has a figure, 2 meshes for each.
      const all = { config, tables: tablesOf(config), packings: [] };
      assert.deepEqual(await visitRelease(all), {
        opened: { tables: 2, packings: 2, meshes: 4, thumbnails: 1 },
        discrepancies: [],
      });

      const { opened } = await visitRelease({ ...all, sample: 1 });
      assert.deepEqual(opened, {
        tables: 2,
        packings: 1,
        meshes: 2,
        thumbnails: 1,
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

const OPEN = { "access-control-allow-origin": "*" };
const served = (type: string, body: string | Uint8Array): Step =>
  answer(200, body as string, { ...OPEN, "content-type": type });

/** A release of one packing with one mesh and one thumbnail, as a server sends it. */
function release(endpoint: string): Record<string, Step> {
  return {
    "metadata.csv": served(
      "text/csv; charset=utf-8",
      "Column Name,Description,Type\r\n",
    ),
    "paths.csv": served(
      "text/csv",
      `File Path,Thumbnail\r\n${endpoint}/a.simularium,${endpoint}/a.png\r\n`,
    ),
    "a.simularium": served("application/json", packing(`${endpoint}/m.obj`)),
    "m.obj": served("model/obj", "v 0 0 0\n"),
    "a.png": served("image/png", PNG),
  };
}

function packing(url: string, rest: Record<string, unknown> = PLOT): string {
  const displayType = url === "" ? "SPHERE" : "OBJ";
  const geometry = { displayType, url, color: "#112233" };
  return JSON.stringify({
    trajectoryInfo: {
      version: 3,
      typeMapping: { "0": { name: "m", geometry } },
    },
    spatialData: {},
    ...rest,
  });
}

const PLOT = { plotData: { version: 1, data: [] } };
const PNG = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 0);
const ALL = { tables: 2, packings: 1, meshes: 1, thumbnails: 1 };

/** What one file is changed to, and what the visitor is told. */
const TABLE: readonly [
  name: string,
  file: string,
  step: Step,
  message: RegExp,
  opened: Partial<typeof ALL>,
][] = [
  [
    "a packing that is not public",
    "a.simularium",
    answer(403, "", OPEN),
    /may not read it \(403\): make it public by ACL \(s3_acl\) or bucket policy/,
    { packings: 0, meshes: 0 },
  ],
  [
    "a mesh that is missing",
    "m.obj",
    answer(404, "", OPEN),
    /does not find it \(404\)/,
    { meshes: 0 },
  ],
  [
    "a web page in place of a mesh",
    "m.obj",
    served("text/html; charset=utf-8", "<html>"),
    /is a web page/,
    { meshes: 0 },
  ],
  [
    "a packing without CORS",
    "a.simularium",
    answer(200, packing(""), { "content-type": "application/json" }),
    /a browser may not open it on simularium\.allencell\.org: .*no CORS rule/,
    { packings: 0, meshes: 0 },
  ],
  [
    "a table with CORS for another page",
    "metadata.csv",
    answer(200, "Column Name,Description,Type", {
      "content-type": "text/csv",
      "access-control-allow-origin": "https://simularium.allencell.org",
    }),
    /may not open it on bff\.allencell\.org/,
    { tables: 1 },
  ],
  [
    "a thumbnail of another content type",
    "a.png",
    served("binary/octet-stream", PNG),
    /content type "binary\/octet-stream", expected "image\/png"/,
    { thumbnails: 0 },
  ],
  [
    "a thumbnail that is no image",
    "a.png",
    served("image/png", "<Error/>"),
    /cannot read it: it is no PNG image/,
    { thumbnails: 0 },
  ],
  [
    "a packing that is no JSON",
    "a.simularium",
    served("application/json", "{"),
    /cannot read it: /,
    { packings: 0, meshes: 0 },
  ],
  [
    "a packing that the viewer trips over",
    "a.simularium",
    served("application/json", packing("", {})),
    /no plotData: the viewer fails/,
    { meshes: 0 },
  ],
  [
    "a packing with a mesh that is only local",
    "a.simularium",
    served("application/json", packing("m.obj")),
    /the mesh "m\.obj", which is no URL/,
    { meshes: 0 },
  ],
  [
    "a metadata table with other columns",
    "metadata.csv",
    served("text/csv", "Column,Description,Type\n"),
    /it has no column "Column Name"/,
    { tables: 1 },
  ],
  [
    "a server that fails",
    "m.obj",
    answer(503),
    /gets status 503/,
    { meshes: 0 },
  ],
  [
    "a connection that ends",
    "m.obj",
    hangUp as Step,
    /cannot reach it: /,
    { meshes: 0 },
  ],
  [
    "a file that ends too early",
    "m.obj",
    (request, response) => {
      request.resume().on("end", () => {
        response.writeHead(200, {
          ...OPEN,
          "content-type": "model/obj",
          "content-length": "100",
        });
        response.write("v 0 0 0\n", () => response.destroy());
      });
    },
    /gets a part of it only: /,
    { meshes: 0 },
  ],
];

for (const [name, file, step, message, opened] of TABLE) {
  Deno.test(`a visitor is hindered by ${name}`, async () => {
    await using web = await startWeb({ [file]: step });
    const report = await visitRelease(web);
    assert.match(only(report.discrepancies).message, message);
    assert.ok(report.discrepancies[0]!.subject.endsWith(file));
    assert.deepEqual(report.opened, { ...ALL, ...opened });
  });
}

Deno.test("a thumbnail is shown without CORS", async () => {
  await using web = await startWeb({
    "a.png": (request, response) =>
      request.resume().on(
        "end",
        () => response.writeHead(200, { "content-type": "image/png" }).end(PNG),
      ),
  });
  const report = await visitRelease(web);
  assert.deepEqual(report, { opened: ALL, discrepancies: [] });
});

Deno.test("a visitor sends an origin and no credentials", async () => {
  await using web = await startWeb({});
  await visitRelease(web);
  const origins = new Set(web.seen.map(({ headers }) => headers.origin));
  assert.deepEqual([...origins], [
    "https://bff.allencell.org",
    "https://simularium.allencell.org",
  ]);
  assert.ok(web.seen.every(({ headers }) => !headers.authorization));
});

Deno.test("without a published CSV, visitors come by links to packings", async () => {
  await using web = await startWeb({});
  const report = await visitRelease({
    config: web.config,
    tables: {},
    packings: ["a.simularium"],
  });
  assert.deepEqual(report, {
    opened: { tables: 0, packings: 1, meshes: 1, thumbnails: 0 },
    discrepancies: [],
  });
});

Deno.test("a sample is spread over all, the first among them", () => {
  assert.deepEqual(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4), [0, 2, 5, 7]);
  assert.deepEqual(spread([0, 1], 10), [0, 1]);
  assert.deepEqual(spread([], 3), []);
});

/** Serves a release over HTTP, with some of its files changed. */
async function startWeb(changes: Record<string, Step>) {
  let endpoint = "";
  const server = await startScriptedServer([(request, response) => {
    const files = { ...release(endpoint), ...changes };
    const path = new URL(request.url!, endpoint).pathname;
    const file = Object.keys(files).find((name) => path.endsWith(name));
    (file ? files[file]! : answer(404))(request, response);
  }]);
  endpoint = server.endpoint;
  const config: Config = effectiveConfigSchema.parse(
    demoConfig({ base_s3_url: `${endpoint}/` }),
  );
  return {
    config,
    tables: tablesOf(config),
    packings: [],
    seen: server.seen,
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

function tablesOf(config: Config) {
  return {
    paths: csvKey(config, pathsCsv(config)),
    metadata: csvKey(config, metadataCsv(config)),
  };
}

function only(discrepancies: readonly Discrepancy[]): Discrepancy {
  assert.equal(discrepancies.length, 1, JSON.stringify(discrepancies));
  return discrepancies[0]!;
}
