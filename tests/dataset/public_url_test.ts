import assert from "node:assert/strict";
import fc from "fast-check";
import { keyOfPublicUrl, publicUrl } from "../../lib/dataset/public_url.ts";

const BASE = "https://bucket.s3.us-west-2.amazonaws.com/";

// RFC 3986: everything but letters, digits and "-._~" is encoded, as UTF-8.
const ENCODED: [key: string, encoded: string][] = [
  ["a/b-c_d.e~f/G1", "a/b-c_d.e~f/G1"],
  ["a b", "a%20b"],
  ["a+b", "a%2Bb"],
  ["a#b", "a%23b"],
  ["a?b", "a%3Fb"],
  ["a%b", "a%25b"],
  ["a%20b", "a%2520b"],
  ["ü", "%C3%BC"],
  ["u\u0308", "u%CC%88"],
  ["日本", "%E6%97%A5%E6%9C%AC"],
  ["😀", "%F0%9F%98%80"],
  ["it's", "it%27s"],
  ["(1)!*", "%281%29%21%2A"],
  ["a&b=c;d,e:f@g$", "a%26b%3Dc%3Bd%2Ce%3Af%40g%24"],
];

for (const [key, encoded] of ENCODED) {
  Deno.test(`the public URL of "${key}" ends in ${encoded}`, () => {
    assert.equal(publicUrl(BASE, key), BASE + encoded);
    assert.equal(keyOfPublicUrl(BASE, BASE + encoded), key);
  });
}

Deno.test("a browser takes a public URL as it is and asks for the key", () => {
  fc.assert(fc.property(
    fc.string({ unit: "grapheme", minLength: 1 })
      .filter((key) =>
        !key.split("/").some((segment) => [".", ".."].includes(segment))
      ),
    (key) => {
      const url = new URL(publicUrl(BASE, key));
      assert.equal(url.href, publicUrl(BASE, key));
      assert.equal(url.search + url.hash, "");
      assert.equal(decodeURIComponent(url.pathname), `/${key}`);
    },
  ));
});

Deno.test("every key comes back from its URL", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (key) => {
    assert.equal(keyOfPublicUrl(BASE, publicUrl(BASE, key)), key);
  }));
});

Deno.test("a URL that is not encoded names its key, too", () => {
  assert.equal(keyOfPublicUrl(BASE, `${BASE}a b/ü.obj`), "a b/ü.obj");
});

Deno.test("URLs elsewhere have no key", () => {
  assert.equal(keyOfPublicUrl(BASE, "https://other.test/a"), undefined);
  assert.equal(keyOfPublicUrl(BASE, "mem_mesh_1.obj"), undefined);
  assert.equal(
    keyOfPublicUrl("https://a.test/x/", "https://a.test/xy"),
    undefined,
  );
});

Deno.test("a URL that cannot be decoded has no key", () => {
  assert.equal(keyOfPublicUrl(BASE, `${BASE}100%`), undefined);
});
