import { join } from "@std/path";
import { createHash } from "node:crypto";
import { demoConfig } from "../fixture/config.ts";
import { type BenchBucket, makeBenchBucket } from "./bench_bucket.ts";
import { timeCommand, timeTool } from "./child.ts";
import { STRUCTURE } from "./dataset.ts";
import {
  duration,
  type SelfTimed,
  sideBySide,
  timeMs,
  times,
} from "./measure.ts";
import { OTHER_CLIENTS, type OtherClient, programOf } from "./other_clients.ts";
import { rawPut, type RawRequest, type RawTarget, sendRaw } from "./raw_put.ts";
import type { Row, Section } from "./section.ts";
import { startSink } from "./start_sink.ts";
import { uploadInChild } from "./upload.ts";
import type { FileToPut, UploadJob } from "./upload_child.ts";

/** More would take more than ten minutes on a slow day. */
const ROUNDS = 2;
const FILES = 2000;
const FILE_BYTES = 100_000;
const WORKERS = [8, 32];
const TARGET = 1.05;
/** What Amazon S3 takes for a small object, in order of magnitude. */
const FAR_MS = 20;
const FAR_ROUNDS = 1;

/** What sends the puts: bare sockets, the SDK, the store. */
type PutThrough = "raw" | UploadJob["through"];

/** Many small objects: the store beside bare sockets, `apply` beside other clients. */
export async function benchUpload(): Promise<Section> {
  const title = "Upload of 2,000 files of 100 kB";
  if (!Deno.env.has("TEST_S3_ENDPOINT")) {
    return { title, rows: [], notes: [NO_SERVER] };
  }
  const folder = await Deno.makeTempDir({ prefix: "bench_upload_" });
  try {
    await using bucket = await makeBenchBucket();
    const bench = await Bench.open(folder, bucket);
    const rows: Row[] = [];
    for (const workers of WORKERS) rows.push(...await bench.run(workers));
    for (const workers of WORKERS) rows.push(await bench.farAway(workers));
    return {
      title,
      rows,
      notes: [
        `Server: ${bucket.server}. It has the larger part in all of these times, and the cores are shared with it.`,
        "Bare sockets send requests that were signed and hashed beforehand, from memory: what the server can take. The SDK alone reads the files and sends them, with nothing of this project around it.",
        `The server far away is a process that keeps nothing and answers after ${FAR_MS} ms: it takes none of the client's time.`,
        "The AWS CLI and s3cmd, which has one request at a time whatever it is told, are so much slower that they were measured once.",
        ...bench.missing.map(({ name, debianPackage }) =>
          `Skipped: ${name} is not installed. On Debian: \`apt-get install -y --no-install-recommends ${debianPackage}\`.`
        ),
      ],
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const NO_SERVER =
  "Skipped: the embedded server is slower than all clients. Set TEST_S3_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to measure with a server of your own.";

class Bench {
  readonly missing: OtherClient[] = [];
  readonly #clients: { client: OtherClient; program: string }[] = [];

  private constructor(
    readonly folder: string,
    readonly bucket: BenchBucket,
    readonly files: readonly FileToPut[],
  ) {}

  static async open(folder: string, bucket: BenchBucket): Promise<Bench> {
    const bench = new Bench(folder, bucket, await makeFiles(meshes(folder)));
    for (const client of OTHER_CLIENTS) {
      const program = await programOf(client);
      if (program) bench.#clients.push({ client, program });
      else bench.missing.push(client);
    }
    await Deno.writeTextFile(bench.#fileList, JSON.stringify(bench.files));
    const { hasMesh: _, ...structure } = STRUCTURE;
    await Deno.writeTextFile(
      join(folder, "config.json"),
      JSON.stringify(
        demoConfig({ ...bucket.config, structures: [structure] }),
      ),
    );
    return bench;
  }

  async run(workers: number): Promise<Row[]> {
    const { bucket } = this;
    const tasks: Record<string, SelfTimed> = {
      ...this.#puts(bucket, workers),
      plan: () => this.#tool("plan", "--upload_meshes", "--out", "plan.jsonl"),
      apply: () =>
        this.#tool("apply", "plan.jsonl", "--max_workers", `${workers}`),
    };
    const slow: Record<string, SelfTimed> = {};
    const clients = this.#clients.filter(({ client }) =>
      client.isConcurrent || workers === WORKERS[0]
    );
    for (const { client, program } of clients) {
      const group = client.isSlow ? slow : tasks;
      group[client.name] = () => this.#other(client, program, workers);
    }
    const ms = {
      ...await sideBySide(emptying(bucket, tasks), ROUNDS),
      ...await sideBySide(emptying(bucket, slow), 1),
    };
    const fastest = Math.min(
      ...clients.map(({ client }) => ms[client.name]!),
    );
    const { raw, sdk, store } = ms;
    const alone = putsAlone(`${workers} at a time: the puts alone`, {
      raw: raw!,
      sdk: sdk!,
      store: store!,
    });
    return [alone, {
      what:
        `${workers} at a time: \`apply\` of a saved plan, the whole process`,
      target: "ahead of rclone, the AWS CLI and s3cmd",
      measured: duration(ms.apply!),
      beside: clients.map(({ client: { name } }) =>
        `${name} ${duration(ms[name]!)}`
      ).join(", "),
      reached: clients.length > 0 ? ms.apply! < fastest : undefined,
    }, {
      what: `\`plan\` before it: reads, checks and hashes the files`,
      measured: duration(ms.plan!),
    }];
  }

  async farAway(workers: number): Promise<Row> {
    await using sink = await startSink(FAR_MS);
    const ms = await sideBySide(this.#puts(sink.target, workers), FAR_ROUNDS);
    return putsAlone(`${workers} at a time: to a server far away`, ms);
  }

  #puts(target: RawTarget, workers: number): Record<PutThrough, SelfTimed> {
    return {
      raw: () => this.#raw(target, workers),
      sdk: () => this.#upload("sdk", target, workers),
      store: () => this.#upload("store", target, workers),
    };
  }

  get #fileList(): string {
    return join(this.folder, "files.json");
  }

  async #raw(target: RawTarget, workers: number): Promise<number> {
    const requests: RawRequest[] = [];
    for (const { source, key } of this.files) {
      requests.push(rawPut(target, key, await Deno.readFile(source)));
    }
    return await timeMs(() => sendRaw(target, requests.values(), workers));
  }

  async #upload(
    through: UploadJob["through"],
    { bucket, region, endpoint }: RawTarget,
    workers: number,
  ): Promise<number> {
    const { ms } = await uploadInChild({
      through,
      bucket,
      region,
      endpoint,
      workers,
      acl: "public-read",
      files: this.#fileList,
    });
    return ms;
  }

  #tool(command: string, ...args: string[]): Promise<number> {
    const config = command === "plan" ? ["--config", "config.json"] : [];
    return timeTool([command, ...config, ...args], { cwd: this.folder });
  }

  async #other(
    client: OtherClient,
    program: string,
    workers: number,
  ): Promise<number> {
    const { args, env } = await client.prepare({
      target: this.bucket,
      folder: meshes(this.folder),
      prefix: "other",
      workers,
      scratch: this.folder,
    });
    return await timeCommand(program, args, { env });
  }
}

/** The puts beside what they cannot be faster than. */
function putsAlone(
  what: string,
  { raw, sdk, store }: Readonly<Record<PutThrough, number>>,
): Row {
  const ratio = store / raw;
  return {
    what,
    before: "one at a time",
    target: `≤ ${TARGET} × what the server takes`,
    measured: `${duration(store)}, ${rate(store)}`,
    beside: `${times(ratio)} bare sockets (${duration(raw)}, ${rate(raw)}), ${
      times(store / sdk)
    } the SDK alone (${duration(sdk)})`,
    reached: ratio <= TARGET,
  };
}

function meshes(folder: string): string {
  return join(
    folder,
    "data",
    "structure_data",
    STRUCTURE.structure_id,
    "meshes",
  );
}

/** The same tasks; each leaves the bucket empty. */
function emptying(
  bucket: BenchBucket,
  tasks: Readonly<Record<string, SelfTimed>>,
): Record<string, SelfTimed> {
  const entries = Object.entries(tasks).map(([name, task]) => {
    const emptied = async () => {
      const ms = await task();
      await bucket.empty();
      return ms;
    };
    return [name, emptied] as const;
  });
  return Object.fromEntries(entries);
}

function rate(ms: number): string {
  return `${Math.round(FILES / ms * 1000)}/s`;
}

/** Makes meshes, all different, of which most is a comment. */
async function makeFiles(folder: string): Promise<FileToPut[]> {
  await Deno.mkdir(folder, { recursive: true });
  const triangle = "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n";
  const files: FileToPut[] = [];
  for (let i = 0; i < FILES; i++) {
    const text = `${triangle}# ${i} `.padEnd(FILE_BYTES - 1, "0123456789") +
      "\n";
    const bytes = new TextEncoder().encode(text);
    const key = `mem_mesh_${i}.obj`;
    const source = join(folder, key);
    await Deno.writeFile(source, bytes);
    const md5 = createHash("md5").update(bytes).digest("hex");
    files.push({ key, source, size: bytes.length, md5 });
  }
  return files;
}
