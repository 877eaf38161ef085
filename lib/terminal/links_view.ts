import type { ReleaseLinks } from "../dataset/reader_links.ts";
import { printable } from "./escape.ts";
import type { Style } from "./style.ts";

/** Where a release can be looked at, in lines; a link has one of its own, so that it stays whole. */
export function linksView(
  { csv, bioFileFinder, simularium, missing }: ReleaseLinks,
  { bold, dim }: Style,
): string[] {
  const links = [
    ...bioFileFinder ? [["BioFile Finder", bioFileFinder] as const] : [],
    ...simularium.map(({ structure, link }) =>
      [`Simularium, ${structure}`, link] as const
    ),
    ...csv ? [["CSV", csv] as const] : [],
  ].flatMap(([title, link]) => [
    `  ${dim(printable(title))}`,
    `  ${printable(link)}`,
  ]);
  return [
    ...links.length > 0 ? ["", bold("Look at it:"), ...links] : [],
    ...missing ? ["", missing] : [],
  ];
}
