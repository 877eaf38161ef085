import {
  basename,
  dirname,
  extname,
  fromFileUrl,
  isAbsolute,
  join,
  normalize,
  relative,
  resolve,
  SEPARATOR,
  toFileUrl,
} from "@std/path";
import assert from "node:assert/strict";

const onPosix = { ignore: Deno.build.os === "windows" };

Deno.test("the separator is that of the system", () => {
  assert.equal(SEPARATOR, Deno.build.os === "windows" ? "\\" : "/");
});

Deno.test("join() normalizes", onPosix, () => {
  assert.equal(
    join("data", "packing_outputs", "..", "structure_data"),
    "data/structure_data",
  );
  assert.equal(join("a", "", "b/"), "a/b/");
  assert.equal(join(""), ".");
});

Deno.test("normalize() resolves dots and doubled separators", onPosix, () => {
  assert.equal(normalize("a//b/./c/../d"), "a/b/d");
  assert.equal(normalize("../a"), "../a");
});

Deno.test(
  "a path falls apart into directory, name and extension",
  onPosix,
  () => {
    const path = "a/b/voxelized_image.ome.tiff";
    assert.equal(dirname(path), "a/b");
    assert.equal(basename(path), "voxelized_image.ome.tiff");
    assert.equal(basename(path, ".ome.tiff"), "voxelized_image");
    assert.equal(basename("a/b/"), "b");
    assert.equal(extname(path), ".tiff");
    assert.equal(extname(".gitignore"), "");
    assert.equal(dirname("a"), ".");
  },
);

Deno.test("relative() leads from one directory to another", onPosix, () => {
  assert.equal(relative("/data/a", "/data/b/c"), "../b/c");
  assert.equal(relative("/data", "/data/b/c"), "b/c");
  assert.equal(relative("/data", "/data"), "");
});

Deno.test("resolve() starts from the working directory", onPosix, () => {
  assert.equal(resolve("a", "../b"), join(Deno.cwd(), "b"));
  assert.equal(resolve("a", "/b"), "/b");
});

Deno.test("isAbsolute() tells absolute from relative paths", onPosix, () => {
  assert.equal(isAbsolute("/a"), true);
  assert.equal(isAbsolute("a"), false);
  assert.equal(isAbsolute(""), false);
});

Deno.test("paths and file URLs translate into each other", onPosix, () => {
  const table: [string, string][] = [
    ["/home/a b", "file:///home/a%20b"],
    ["/50%/#1?", "file:///50%25/%231%3F"],
    ["/µm", "file:///%C2%B5m"],
    ["/dir/", "file:///dir/"],
  ];
  for (const [path, url] of table) {
    assert.equal(toFileUrl(path).href, url);
    assert.equal(fromFileUrl(url), path);
    assert.equal(fromFileUrl(new URL(url)), path);
  }
});

Deno.test("only absolute paths have a file URL, and only file URLs a path", () => {
  assert.throws(() => toFileUrl("a"), TypeError);
  assert.throws(() => fromFileUrl("https://example.org/a"), TypeError);
});
