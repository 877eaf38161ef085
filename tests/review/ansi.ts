// deno-lint-ignore-file no-control-regex
/**
 * Terminal output as HTML: the SGR codes of `lib/terminal/style.ts` (ECMA-48
 * §8.3.117) as `<span class="sgr-…">`, everything else as text.
 */
export function ansiToHtml(text: string): string {
  const open = new Set<string>();
  return text.split(/\x1b\[(\d+)m/).map((part, index) => {
    if (index % 2 === 0) return spans(part, open);
    const on = ENDS.get(part);
    if (on === undefined) open.add(part);
    else for (const code of on) open.delete(code);
    return "";
  }).join("");
}

/** Which codes each code ends. */
const ENDS = new Map([
  ["22", ["1", "2"]],
  ["39", ["31", "32", "33", "35"]],
]);

function spans(text: string, codes: ReadonlySet<string>): string {
  const escaped = text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
  const classes = [...codes].map((code) => `sgr-${code}`).join(" ");
  return classes === "" || text === ""
    ? escaped
    : `<span class="${classes}">${escaped}</span>`;
}
