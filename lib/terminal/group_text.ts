import { printable } from "./escape.ts";
import { type Group, subjectLines } from "./groups.ts";
import { formatCount, formatNumber } from "./units.ts";

/**
 * A group in lines: one that names its subject, as in `a.obj is not in the
 * bucket`; or, of several, how many there are and what the first are called.
 */
export function groupText(group: Group<string>): string[] {
  const { message, count, files, noun, subjects } = group;
  if (files > 1) {
    const about = formatCount(files, ...noun);
    return [
      printable(sentence(about, inPlural(message))),
      ...subjectLines(group),
    ];
  }
  const times = count > 1 ? ` (${formatNumber(count)} times)` : "";
  return [printable(sentence(subjects[0]!, message) + times)];
}

/** What is said of a subject: with its verb, as in `has no figure`, or by itself. */
export function sentence(subject: string, message: string): string {
  const isPredicate = /^(?:are|cannot be|has|have|holds?|is|shows?) /
    .test(message);
  return `${subject}${isPredicate ? "" : ":"} ${message}`;
}

/** A message that begins with a verb, said of several. */
function inPlural(message: string): string {
  const verb = message.match(/^(?:is|has|holds|shows) /)?.[0];
  if (!verb) return message;
  const rest = message.slice(verb.length)
    .replace(/\bbut is\b/, "but are")
    .replace(/\bit is\b/, "they are")
    .replace(/\bit gets\b/, "they get")
    .replace(/\bits\b/, "their");
  return PLURALS[verb] + rest;
}

const PLURALS: Record<string, string> = {
  "is ": "are ",
  "has ": "have ",
  "holds ": "hold ",
  "shows ": "show ",
};
