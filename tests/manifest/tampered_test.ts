import assert from "node:assert/strict";
import { makeRelease, type Release } from "../fixture/release.ts";

/** What may happen to one of the lines of a file. */
const CHANGES: [
  what: string,
  change: (lines: readonly string[], i: number) => readonly string[],
][] = [
  ["is missing", (lines, i) => lines.toSpliced(i, 1)],
  ["is there twice", (lines, i) => lines.toSpliced(i, 0, lines[i]!)],
  [
    "is swapped with the next",
    (lines, i) => lines.toSpliced(i, 2, ...lines.slice(i, i + 2).reverse()),
  ],
  ["is empty", (lines, i) => lines.with(i, "")],
  ["has another digit", (lines, i) => lines.with(i, otherDigit(lines[i]!))],
  ["has another letter", (lines, i) => lines.with(i, otherLetter(lines[i]!))],
  ["has a blank more", (lines, i) => lines.with(i, `${lines[i]} `)],
  ["ends as on Windows", (lines, i) => lines.with(i, `${lines[i]}\r`)],
  [
    "is another issue",
    (lines, i) =>
      lines.with(
        i,
        '{"type":"issue","severity":"warning","step":null,"subject":"a","offset":null,"message":"b"}',
      ),
  ],
];

function otherDigit(line: string): string {
  return line.replace(/\d(?=\D*$)/, (digit) => `${(Number(digit) + 1) % 10}`);
}

function otherLetter(line: string): string {
  return line.replace(
    /[a-z](?=[^a-z]*$)/,
    (letter) => letter < "n" ? "z" : "a",
  );
}

for (const [what, change] of CHANGES) {
  Deno.test(`a manifest of which any line ${what} is refused before anything is written`, async () => {
    await using release = await makeRelease({ use_inverted_meshes: true });
    const text = await Deno.readTextFile(release.manifest);
    const lines = text.split("\n").slice(0, -1);
    assert.ok(lines.length > 20);
    const files = await release.files();
    for (const i of lines.keys()) {
      const changed = change(lines, i).join("\n") + "\n";
      if (changed === text) continue; // The last line has no next.
      await Deno.writeTextFile(release.manifest, changed);
      await assert.rejects(() => release.apply(), {
        name: "ExpectedError",
        message: /^Cannot use manifest ".*": (line \d+|the summary line)\b/,
      }, `line ${i + 1}`);
    }
    await assertUntouched(release, files);
  });
}

async function assertUntouched(
  release: Release,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  assert.deepEqual([...await release.files()], [...files]);
  assert.equal(release.store.objects.size, 0);
}
