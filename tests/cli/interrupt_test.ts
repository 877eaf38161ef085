import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import {
  environmentWith,
  makeWorkspace,
  projectPath,
} from "../fixture/command_line.ts";
import { testCredentials } from "../fixture/s3_server.ts";
import { startScriptedServer } from "../fixture/scripted_server.ts";

const EMPTY_BUCKET =
  "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>";

/** Applies the tiny release to an empty bucket, one request at a time, and lets the first put wait. */
async function applyUntilFirstPut() {
  const firstPut = Promise.withResolvers<ServerResponse>();
  const server = await startScriptedServer([(request, response) => {
    request.on("end", () => {
      if (request.method === "PUT") firstPut.resolve(response);
      else response.writeHead(200).end(EMPTY_BUCKET);
    });
  }]);
  const workspace = await makeWorkspace({
    s3_endpoint: server.endpoint,
    max_workers: 1,
  });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", projectPath("mod.ts")]
      .concat("apply", "--config", "config.json", "--yes"),
    cwd: workspace.folder,
    env: environmentWith(testCredentials()),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stdout = new Response(child.stdout).text();
  const response = await firstPut.promise;
  return {
    child,
    stdout,
    response,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await workspace[Symbol.asyncDispose]();
    },
  };
}

Deno.test({
  name: "the first Ctrl-C lets what is under way finish, and begins nothing",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using run = await applyUntilFirstPut();
    run.child.kill("SIGINT");
    const stderr = run.child.stderr.pipeThrough(new TextDecoderStream());
    let told = "";
    for await (const text of stderr) {
      if (told === "") run.response.writeHead(200, { etag: '"x"' }).end();
      told += text;
    }
    assert.match(told, /^Stopping: interrupted\n/);
    assert.equal((await run.child.status).code, 130);
    assert.match(await run.stdout, /^Incomplete: 1 done, 13 not tried; /m);
  },
});

Deno.test({
  name: "the second Ctrl-C gives up what is under way",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using run = await applyUntilFirstPut();
    run.child.kill("SIGINT");
    const stderr = run.child.stderr.pipeThrough(new TextDecoderStream());
    let told = "";
    for await (const text of stderr) {
      if (told === "") run.child.kill("SIGINT");
      told += text;
    }
    const begin = performance.now();
    assert.equal((await run.child.status).code, 130);
    const waited = performance.now() - begin;
    assert.ok(waited < 20_000, "a request's time-out is not waited for");
    assert.match(await run.stdout, /^\? 1 failed: interrupted\n/m);
    assert.match(
      await run.stdout,
      /^Incomplete: 0 done, 1 failed, 13 not tried/m,
    );
  },
});

Deno.test({
  name: "a plan that is interrupted leaves nothing behind",
  ignore: Deno.build.os === "windows",
  async fn() {
    const asked = Promise.withResolvers<void>();
    const server = await startScriptedServer([() => asked.resolve()]);
    await using workspace = await makeWorkspace({
      s3_endpoint: server.endpoint,
    });
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", projectPath("mod.ts")]
        .concat("plan", "--config", "config.json", "--out", "release.jsonl"),
      cwd: workspace.folder,
      env: environmentWith(testCredentials()),
      stderr: "piped",
    }).spawn();
    await asked.promise;
    child.kill("SIGINT");
    const { code, stderr } = await child.output();
    assert.equal(new TextDecoder().decode(stderr), "Interrupted.\n");
    assert.equal(code, 130);
    const names = await Array.fromAsync(Deno.readDir(workspace.folder));
    assert.deepEqual(names.map(({ name }) => name).sort(), [
      "config.json",
      "data",
    ]);
    await server.stop();
  },
});
