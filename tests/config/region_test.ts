import assert from "node:assert/strict";
import { bucketRegion } from "../../lib/config/region.ts";

Deno.test("the region is read from the public URL", () => {
  const table: [string, string][] = [
    ["https://b.s3.us-west-2.amazonaws.com/", "us-west-2"],
    ["https://my.bucket.s3.ap-southeast-1.amazonaws.com/", "ap-southeast-1"],
    ["https://b.s3-eu-central-1.amazonaws.com/", "eu-central-1"],
    ["https://b.s3.dualstack.eu-west-3.amazonaws.com/", "eu-west-3"],
    ["https://b.s3-fips.us-gov-west-1.amazonaws.com/", "us-gov-west-1"],
    ["https://b.s3-fips.dualstack.us-east-2.amazonaws.com/", "us-east-2"],
    ["http://b.s3-website-us-west-1.amazonaws.com/", "us-west-1"],
    ["http://b.s3-website.eu-north-1.amazonaws.com/", "eu-north-1"],
    ["https://b.s3.cn-north-1.amazonaws.com.cn/", "cn-north-1"],
    ["https://s3.us-west-2.amazonaws.com/b/", "us-west-2"],
    ["https://s3.dualstack.us-west-2.amazonaws.com/b/", "us-west-2"],
    // These name no region, which is us-east-1 at Amazon.
    ["https://b.s3.amazonaws.com/", "us-east-1"],
    ["https://s3.amazonaws.com/b/", "us-east-1"],
    ["https://b.s3-accelerate.amazonaws.com/", "us-east-1"],
    ["https://s3-external-1.amazonaws.com/b/", "us-east-1"],
    ["https://b.s3.us-west-2.amazonaws.com.example.org/", "us-east-1"],
    ["https://b.s3.us-west-2xamazonaws.com/", "us-east-1"],
    ["http://127.0.0.1:8480/b/", "us-east-1"],
  ];
  for (const [base_s3_url, region] of table) {
    assert.equal(bucketRegion({ base_s3_url }), region, base_s3_url);
  }
});

Deno.test("a configured region counts before that of the URL", () => {
  const base_s3_url = "https://b.s3.us-west-2.amazonaws.com/";
  assert.equal(
    bucketRegion({ base_s3_url, s3_region: "eu-west-1" }),
    "eu-west-1",
  );
});
