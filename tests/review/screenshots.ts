/**
 * `deno task screenshots`: the pictures of the README. They show a second
 * release of the demo's dataset: one structure has another color, and some
 * packings are new.
 */
import { fromFileUrl, join } from "@std/path";
import { withReview } from "../../lib/review/write.ts";
import { seal } from "../../lib/manifest/seal.ts";
import { chooseSteps } from "../../lib/plan/choose_steps.ts";
import { planRelease } from "../../lib/plan/planner.ts";
import { PlanTally } from "../../lib/terminal/plan_tally.ts";
import { planView } from "../../lib/terminal/plan_view.ts";
import { styleFor } from "../../lib/terminal/style.ts";
import { STEPS } from "../../steps/mod.ts";
import { DEFAULT_DATASET } from "../fixture/dataset.ts";
import { makeRelease, type Release } from "../fixture/release.ts";
import { ansiToHtml } from "./ansi.ts";
import { openChromium } from "./browser.ts";

const PICTURES = fromFileUrl(new URL("./screenshots/", import.meta.url));
const WIDTH = 1280;

if (Deno.noColor) {
  throw new Error("Cannot take pictures of colors: unset NO_COLOR");
}
const colored = styleFor({ isTerminal: () => true });

await using release = await makeRelease({
  use_inverted_meshes: true,
  s3_bucket: "cellpack-analysis-data",
  base_s3_url: "https://cellpack-analysis-data.s3.us-west-2.amazonaws.com/",
}, DEFAULT_DATASET);
await releaseWithout(release, "nucleus_gradient_811230");
const page = join(release.folder, "review.html");
const lines = await planAnew(release, page);
await takePictures(page, lines);

/** Publishes all packings but some, which are new afterwards. */
async function releaseWithout(release: Release, part: string): Promise<void> {
  const late = release.dataset.packings.filter((path) => path.includes(part));
  for (const path of late) await Deno.rename(path, `${path}.late`);
  await release.plan();
  await release.apply();
  for (const path of late) await Deno.rename(`${path}.late`, path);
}

/** Plans as `plan --html` does. @returns What it shows on the terminal. */
async function planAnew(
  { config, store }: Release,
  page: string,
): Promise<string[]> {
  const [first, ...others] = config.structures;
  const magenta = [0.9, 0.25, 0.75] as const;
  const structures = [{ ...first!, color: magenta }, ...others];
  const entries = seal(planRelease({
    config: { ...config, structures },
    steps: chooseSteps(STEPS, [], config),
    store,
  }));
  const tally = new PlanTally();
  for await (const { entry } of withReview(page, entries, { previews: true })) {
    if (entry.type !== "summary") tally.add(entry);
  }
  return planView(tally, colored);
}

async function takePictures(
  page: string,
  lines: readonly string[],
): Promise<void> {
  const browser = await openChromium();
  try {
    const context = await browser.newContext({
      colorScheme: "light",
      viewport: { width: WIDTH, height: 1080 },
    });
    const review = await context.newPage();
    await review.goto(`file://${page}`);
    await review.screenshot({ path: join(PICTURES, "review.png") });
    await review.evaluate("document.querySelector('#filter').scrollIntoView()");
    await review.locator(".card img").first().waitFor();
    await review.screenshot({ path: join(PICTURES, "packings.png") });

    const terminal = await context.newPage();
    await terminal.setContent(terminalPage(lines));
    await terminal.locator("pre").screenshot({
      path: join(PICTURES, "plan.png"),
    });
  } finally {
    await browser.close();
  }
}

function terminalPage(lines: readonly string[]): string {
  const text = ["$ deno task plan --html review.html", "", ...lines].join("\n");
  return `<!DOCTYPE html><meta charset="utf-8"><style>
    pre { box-sizing: border-box; width: ${WIDTH - 16}px; margin: 0;
      padding: 24px 28px; white-space: pre-wrap;
      font: 15px/1.45 ui-monospace, "DejaVu Sans Mono", monospace;
      color: #d7dbe0; background: #16191d; border-radius: 10px }
    .sgr-1 { font-weight: 700; color: #fff }
    .sgr-2 { color: #8b949e }
    .sgr-31 { color: #ff7b72 }
    .sgr-32 { color: #7ee787 }
    .sgr-33 { color: #e3b341 }
    .sgr-35 { color: #d2a8ff }
  </style><pre>${ansiToHtml(text)}</pre>`;
}
