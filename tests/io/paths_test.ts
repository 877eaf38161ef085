import assert from "node:assert/strict";
import { exists } from "../../lib/io/exists.ts";
import { realPath, RealPaths } from "../../lib/io/real_path.ts";
import { tempDir } from "../fixture/temp_dir.ts";

Deno.test("files and directories exist, what a dangling link names does not", async () => {
  await using dir = await tempDir();
  const file = await dir.write("a");
  await Deno.symlink(`${dir.path}/gone`, `${dir.path}/link`);
  assert.equal(exists(file), true);
  assert.equal(exists(dir.path), true);
  assert.equal(exists(`${dir.path}/link`), false);
  assert.equal(exists(`${dir.path}/b`), false);
});

Deno.test("the real path of a file has no links in it, even before the file is made", async () => {
  await using dir = await tempDir();
  await dir.write("real/a");
  await Deno.symlink("real", `${dir.path}/link`);
  for (const name of ["a", "b", "c/d"]) {
    assert.equal(
      realPath(`${dir.path}/link/${name}`),
      `${dir.path}/real/${name}`,
    );
  }
});

Deno.test("the real path of a relative path is below the working directory", async () => {
  const folder = await Deno.realPath(".");
  assert.equal(
    realPath("no such folder/a"),
    `${folder}/no such folder/a`,
  );
});

Deno.test("real paths of many files are those of each", async () => {
  await using dir = await tempDir();
  await dir.write("real/a");
  await Deno.symlink("real", `${dir.path}/link`);
  await Deno.symlink("../b", `${dir.path}/real/to-b`);
  await Deno.symlink("a", `${dir.path}/real/to-a`);
  const paths = new RealPaths();
  for (
    const name of ["link/a", "link/new", "link/to-a", "link/to-b", "new/x"]
  ) {
    const path = `${dir.path}/${name}`;
    assert.equal(paths.of(path), realPath(path), name);
  }
});
