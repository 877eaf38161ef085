import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Entry } from "../../lib/manifest/entries.ts";
import { makeRelease } from "../fixture/release.ts";
import { issue, put, write } from "../terminal/entries.ts";
import { accessibilityFaults, openReview, texts } from "./browser.ts";
import {
  manyPackings,
  packingKey,
  planHeader,
  publish,
  update,
} from "./plans.ts";

/** Two packings that change, one that stays, one with a problem, two meshes, a CSV. */
const PLAN: readonly Entry[] = [
  planHeader(),
  put({ key: "structure_data/SLC25A17/meshes/mem_mesh_1.obj" }),
  put({
    key: "structure_data/RAB5A/meshes/mem_mesh_1.obj",
    op: "update",
    reason: "content differs",
  }),
  update("111111"),
  publish("111111"),
  publish("222222", {
    key: packingKey("222222", "nucleus_gradient"),
    op: "update",
    reason: "content differs",
  }),
  publish("333333", { op: "keep", reason: "content is the same" }),
  issue({
    severity: "warning",
    subject: `data/${packingKey("444444")}`,
    message: "is not JSON",
  }),
  { type: "left_out", path: `data/${packingKey("444444")}`, reason: "invalid" },
  write({
    id: 9,
    step: "create_csv",
    path: "nowhere/cells_paths.csv",
    op: "create",
    reason: "1 row",
    content: { kind: "text" },
    changes: [],
  }),
  {
    type: "text",
    of: 9,
    text: "File Path,Count\r\nhttps://bucket.test/a,12\r\n",
  },
];

const TITLES = ".card-title strong";

async function choose(page: Page, choices: Record<string, string>) {
  for (const [name, value] of Object.entries(choices)) {
    if (name === "op") await page.check(`[name=op][value=${value}]`);
    else await page.selectOption(`[name=${name}]`, value);
  }
}

Deno.test("the page of a second release tells what changes, with thumbnails old and new", async () => {
  // Without warnings, both packings are within the window.
  await using release = await makeRelease({ use_inverted_meshes: true });
  await release.apply();
  const structures = release.config.structures.map((structure) => ({
    ...structure,
    color: [1, 0.2, 0.4] as const,
  }));
  const entries = await release.plan({ changes: { structures } });
  await using review = await openReview(entries, { previews: true });
  const { page } = review;

  assert.match(
    (await texts(page, "#verdict .verdict"))[0]!,
    /puts 3 objects and writes 3 local files/,
  );
  assert.deepEqual(await texts(page, ".colors li"), [
    "peroxisome #1fff1f becomes #ff3366 in 2 files",
  ]);
  assert.equal(
    await page.evaluate(
      "getComputedStyle(document.querySelectorAll('.card .swatch')[1]).backgroundColor",
    ),
    "rgb(255, 51, 102)",
  );
  assert.deepEqual(await texts(page, TITLES), ["743916", "744021"]);
  await page.click(".card");
  assert.deepEqual(await texts(page, "figcaption"), [
    "as it is",
    "as it will be",
  ]);
  assert.equal(
    await page.evaluate(
      "document.querySelectorAll('dialog img')[1].complete && document.querySelectorAll('dialog img')[1].naturalWidth",
    ),
    512,
  );
});

Deno.test("axe finds nothing, in light and dark, wide and narrow, with details open", async () => {
  await using review = await openReview(PLAN);
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 420]) {
      const page = await review.reopen({
        colorScheme,
        viewport: { width, height: 900 },
      });
      assert.deepEqual(await accessibilityFaults(page), []);
      await page.click(".card");
      assert.deepEqual(await accessibilityFaults(page), []);
    }
  }
});

Deno.test("search and filters narrow what is shown", async () => {
  await using review = await openReview(PLAN);
  const { page } = review;
  const cases: [Record<string, string>, string[]][] = [
    [{ op: "all" }, [
      "111111",
      "333333",
      "444444",
      "222222",
      "mem_mesh_1.obj",
      "mem_mesh_1.obj",
      "cells_paths.csv",
    ]],
    [{ op: "update" }, ["111111", "222222", "mem_mesh_1.obj"]],
    [{ op: "update", step: "upload_simularium" }, ["222222"]],
    [{ op: "all", step: "", rule: "1" }, ["222222"]],
    [{ rule: "", structure: "RAB5A" }, ["mem_mesh_1.obj"]],
    [{ structure: "", op: "issue" }, ["444444"]],
    [{ op: "keep" }, ["333333"]],
  ];
  // What stays as it is is not what one looks for.
  assert.deepEqual(await texts(page, "label:has([name=op]:checked)"), [
    "Changes 5",
  ]);
  for (const [choices, expected] of cases) {
    await choose(page, choices);
    assert.deepEqual(
      await texts(page, TITLES),
      expected,
      JSON.stringify(choices),
    );
  }
  await choose(page, { op: "all" });
  await page.fill("[name=text]", "SLC25A17 1111");
  assert.deepEqual(await texts(page, TITLES), ["111111"]);
  assert.deepEqual(await texts(page, "#shown"), ["1 of 7 files"]);
  await page.fill("[name=text]", "no such thing");
  assert.deepEqual(await texts(page, TITLES), []);
});

Deno.test("everything can be reached with the keyboard", async () => {
  await using review = await openReview(manyPackings(7));
  const { page } = review;
  const focused = () =>
    page.evaluate<string>(
      "document.activeElement.querySelector('strong')?.textContent ?? document.activeElement.name ?? ''",
    );
  const press = async (key: string, expected: string) => {
    await page.keyboard.press(key);
    assert.equal(await focused(), expected, key);
  };
  await press("/", "text");
  await page.keyboard.type("j/");
  assert.equal(await page.inputValue("[name=text]"), "j/");
  await page.fill("[name=text]", "7000");
  await press("Enter", "700000");
  await press("j", "700001");
  await press("k", "700000");
  await press("ArrowRight", "700001");
  await press("ArrowDown", "700004"); // Three stand side by side.
  await press("ArrowDown", "700006"); // The last line is shorter.
  await press("End", "700006");
  await press("Home", "700000");
  await press("ArrowLeft", "700000");

  await page.keyboard.press("Enter");
  assert.deepEqual(await texts(page, "#details-title"), ["700000 seed 0"]);
  await page.keyboard.press("j");
  assert.deepEqual(await texts(page, "#details-title"), ["700001 seed 0"]);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  // The focus moves once the dialog is gone.
  await page.waitForFunction(
    "document.activeElement.querySelector('strong')?.textContent === '700001'",
  );
  assert.notEqual(
    await page.evaluate(
      "getComputedStyle(document.activeElement).outlineStyle",
    ),
    "none",
  );
});

Deno.test("of 10,000 packings only those near the window are in the document", async () => {
  await using review = await openReview(manyPackings(10_000));
  const { page } = review;
  const nodes = () =>
    page.evaluate<number>("document.querySelectorAll('*').length");
  const inView = () =>
    page.evaluate<number>(
      "[...document.querySelectorAll('.card')].filter((card) => { const { top, bottom } = card.getBoundingClientRect(); return bottom > 0 && top < innerHeight; }).length",
    );
  assert.ok(await nodes() < 3000);
  assert.deepEqual(await texts(page, "#shown"), ["10,000 files"]);
  for (const share of [0.1, 0.5, 0.9]) {
    await page.evaluate(
      `scrollTo(0, document.documentElement.scrollHeight * ${share})`,
    );
    // Two frames: one in which the page hears of it, one in which it is drawn.
    await page.evaluate(
      "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
    );
    assert.ok(await inView() >= 9, `at ${share}`);
    assert.ok(await nodes() < 4000, `at ${share}`);
  }
  await page.keyboard.press("j");
  await page.keyboard.press("End");
  assert.equal(
    await page.evaluate(
      "document.activeElement.querySelector('strong').textContent",
    ),
    "709999",
  );
  assert.equal(await inView() > 0, true);
  await page.emulateMedia({ media: "print" });
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  assert.equal(await page.locator(".card").count(), 301); // And the one with the focus.
  assert.match((await texts(page, ".print-only"))[0]!, /first 300 of 10,000/);
});

Deno.test("nothing in a plan is taken for markup, script or style", async () => {
  const evil =
    `</script><script>top.pwned=1</script><img src=x onerror="top.pwned=1">'"&lt;<!--`;
  const name = evil.replaceAll("/", "");
  const path = packingKey(name);
  const plan: Entry[] = [
    {
      ...planHeader({ output_name: name, rules: ["random", name] }),
      tool: evil,
    },
    update(name, {
      path: `data/${path}`,
      reason: evil,
      changes: [
        { path: evil, before: evil, after: evil },
        {
          path: "typeMapping.0.geometry.color",
          before: "red;background:url(https://evil.test/)",
          after: "url(https://evil.test/)",
        },
        {
          path: "typeMapping.1.geometry.url",
          before: "javascript:top.pwned=1",
          after: `javascript:top.pwned=1//${evil}`,
        },
      ],
    }),
    publish(name, { key: path, reason: evil }),
    issue({ subject: evil, message: evil, severity: "warning" }),
    issue({ subject: `data/${path}`, message: evil, severity: "warning" }),
    write({
      id: 9,
      step: "create_csv",
      path: `${name}.csv`,
      op: "create",
      content: { kind: "text" },
      changes: [],
    }),
    {
      type: "text",
      of: 9,
      text: `File Path,"${evil.replaceAll('"', '""')}"\r\na,"${
        evil.replaceAll('"', '""')
      }"\r\n`,
    },
  ];
  await using review = await openReview(plan);
  const { page } = review;
  await choose(page, { op: "all" });
  await page.click(".card.packing");
  assert.equal(await page.evaluate("window.pwned"), undefined);
  assert.equal(await page.locator("img, a:not(.skip), iframe").count(), 0);
  // The blocks of data and the script of the page.
  assert.equal(await page.locator("script").count(), 3);
  assert.equal(await page.textContent("h1"), name);
  assert.ok((await texts(page, "dialog")).join().includes(evil));
  assert.ok((await page.textContent(".issues"))!.includes(evil));
  assert.ok((await page.getAttribute("td[title]", "title"))!.includes(evil));
});

Deno.test("cells that change are marked by more than color", async () => {
  await using release = await makeRelease();
  await release.apply();
  const [csv] = [...await release.files()].find(([path]) =>
    path.endsWith("_paths.csv")
  )!;
  const old = await Deno.readTextFile(csv);
  await Deno.writeTextFile(csv, old.replace(/,744021,/, ",1,"));
  await using review = await openReview(await release.plan());
  const { page } = review;
  assert.deepEqual(await texts(page, "thead th"), [
    "Change",
    "File Path",
    "Cell ID",
  ]);
  assert.deepEqual(await texts(page, "td.changed"), ["1 becomes 744021"]);
  assert.deepEqual(await texts(page, "td.changed del"), ["1"]);
  await page.uncheck(".check input");
  assert.equal(await page.locator("thead th").count(), 19);
});

Deno.test("the reader chooses between light and dark", async () => {
  await using review = await openReview(PLAN);
  const page = await review.reopen({ colorScheme: "light" });
  const background = () =>
    page.evaluate<string>(
      "getComputedStyle(document.documentElement).backgroundColor",
    );
  const light = await background();
  await page.click("#theme");
  assert.equal(await background(), light);
  await page.click("#theme");
  assert.notEqual(await background(), light);
  assert.equal(await page.textContent("#theme"), "Theme: dark");
});
