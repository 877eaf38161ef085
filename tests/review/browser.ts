import axe from "axe-core";
import assert from "node:assert/strict";
import { join } from "@std/path";
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import type { Entry } from "../../lib/manifest/entries.ts";
import { type ReviewOptions, writeReview } from "../../lib/review/write.ts";
import { SUMMARY } from "./plans.ts";

/** A review page in headless Chromium. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Opens the page anew, in another window. */
  reopen(options: BrowserContextOptions): Promise<Page>;
}

/** Writes the review page of a plan and opens it. What goes wrong within it fails the test. */
export async function openReview(
  entries: Iterable<Entry> | AsyncIterable<Entry>,
  options?: ReviewOptions,
): Promise<OpenPage> {
  const folder = await Deno.makeTempDir({ prefix: "review_" });
  const file = join(folder, "review.html");
  await writeReview(file, complete(entries), options);
  const browser = await openChromium();
  const faults: string[] = [];
  const reopen = async (options: BrowserContextOptions) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    watch(page, faults);
    await page.goto(`file://${file}`);
    return page;
  };
  return {
    page: await reopen({ viewport: { width: 1280, height: 900 } }),
    reopen,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
      assert.deepEqual(faults, []);
    },
  };
}

/** Starts the Chromium of this machine. */
export async function openChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** What axe finds wrong with a page, in a line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const violations: { id: string; nodes: { html: string }[] }[] = await page
    .evaluate("axe.run().then(({ violations }) => violations)");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`)
  );
}

/** The texts of all elements that a selector finds. */
export async function texts(page: Page, selector: string): Promise<string[]> {
  return (await page.locator(selector).allInnerTexts())
    .map((text) => text.replace(/\s+/g, " ").trim());
}

async function* complete(
  entries: Iterable<Entry> | AsyncIterable<Entry>,
): AsyncGenerator<Entry> {
  let last: Entry | undefined;
  for await (const entry of entries) yield last = entry;
  if (last?.type !== "summary") yield SUMMARY;
}

/** Notes errors, everything printed, and every request that leaves the page. */
function watch(page: Page, faults: string[]): void {
  page.on("pageerror", ({ message }) => faults.push(message));
  page.on("console", (message) => faults.push(message.text()));
  page.on("dialog", async (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) faults.push(request.url());
  });
}

function findChromium(): string {
  const places = [
    Deno.env.get("CHROMIUM"),
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  for (const place of places) {
    if (place && exists(place)) return place;
  }
  throw new Error(
    'Cannot find Chromium: install it ("apt-get install chromium"), or set CHROMIUM to its path',
  );
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
