import browse from "./client/browse.js" with { type: "text" };
import card from "./client/card.js" with { type: "text" };
import data from "./client/data.js" with { type: "text" };
import details from "./client/details.js" with { type: "text" };
import elements from "./client/elements.js" with { type: "text" };
import filter from "./client/filter.js" with { type: "text" };
import grid from "./client/grid.js" with { type: "text" };
import groups from "./client/groups.js" with { type: "text" };
import main from "./client/main.js" with { type: "text" };
import overview from "./client/overview.js" with { type: "text" };
import css from "./client/page.css" with { type: "text" };
import html from "./client/page.html" with { type: "text" };
import tables from "./client/tables.js" with { type: "text" };
import theme from "./client/theme.js" with { type: "text" };
import { cspHash } from "./embed.ts";

/** The modules of the page's script, each after those that it imports. */
const MODULES = {
  elements,
  theme,
  data,
  filter,
  groups,
  card,
  overview,
  tables,
  details,
  grid,
  browse,
  main,
};

const script = [
  '"use strict";',
  "const modules = {};",
  ...Object.entries(MODULES).map(([name, text]) => inOneScript(name, text)),
].join("\n");

/** Only the page's own style and script count; nothing is loaded or sent. */
const policy = [
  "default-src 'none'",
  `style-src ${cspHash(css)}`,
  `script-src ${cspHash(script)}`,
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The page up to its data. */
export const PAGE_START: string = html
  .replace(
    "<!-- head -->",
    () =>
      `<meta http-equiv="Content-Security-Policy" content="${policy}">
    <style>${css}</style>`,
  )
  .replace(/<\/body>\s*<\/html>\s*$/, "");

/** The page from its data on. */
export const PAGE_END: string = `<script>${script}</script>
</body>
</html>
`;

/** A module as a part of one script: a page opened from disk cannot import any. */
function inOneScript(name: string, text: string): string {
  const exported = [
    ...text.matchAll(/^export (?:async )?(?:const|class|function) (\w+)/gm),
  ].map(([, identifier]) => identifier);
  const body = text
    .replace(/^import (\{[^}]*\}) from ("[^"]*");/gm, "const $1 = modules[$2];")
    .replace(/^export /gm, "");
  return `modules["./${name}.js"] = (() => {
${body}
return { ${exported.join(", ")} };
})();`;
}
