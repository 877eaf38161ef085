/** A way to damage a text, and what is to be told about it. */
export interface Damage {
  readonly name: string;
  /** The damaged text; bytes as Latin-1. */
  readonly of: (text: string) => string;
  /** Where the damage begins, in bytes; absent where it has no place. */
  readonly at?: (text: string) => number;
  readonly message: string;
}

function replaced(from: string | RegExp, to: string): Damage["of"] {
  return (text) => {
    const damaged = text.replace(from, to);
    if (damaged === text) throw new Error(`there is no ${from}`);
    return damaged;
  };
}

/** Just before the first occurrence of a part of the intact text, plus `add`. */
function before(part: string, add = 0): (text: string) => number {
  return (text) => text.indexOf(part) + add;
}

const INFO = '"trajectoryInfo": ';
const MAPPING = '"typeMapping": ';
const ENTRY = '"0": ';
const NAME = '{"name": "membrane"';

/** Ways to damage a packing as the pipeline writes it, in Latin-1. */
export const PACKING_DAMAGES: readonly Damage[] = [
  {
    name: "empty",
    of: () => "",
    at: () => 0,
    message: "Unexpected end, expected an object",
  },
  ...[
    ["in a key", '"typeMap', "the rest of a string"],
    ["after a key", '"typeMapping"', '":"'],
    ["after a colon", MAPPING, "a value"],
    ["after a bracket", '"data": [', 'a value or "]"'],
    ["after a brace", `${MAPPING}{`, 'a key or "}"'],
    ["in a color", '"#b3', "the rest of a string"],
  ].map(([where, part, expected]) => ({
    name: `cut off ${where}`,
    of: (text: string) => text.slice(0, text.indexOf(part!) + part!.length),
    at: before(part!, part!.length),
    message: `Unexpected end, expected ${expected}`,
  })),
  {
    name: "without its last brace",
    of: (text) => text.trimEnd().slice(0, -1),
    at: (text) => text.trimEnd().length - 1,
    message: 'Unexpected end, expected "," or "}"',
  },
  {
    name: "a web page",
    of: () => "<html>not found</html>",
    at: () => 0,
    message: 'Unexpected "<", expected an object',
  },
  {
    name: "compressed",
    of: () => "\x1f\x8b\x08\0\0",
    at: () => 0,
    message: "Unexpected byte 0x1f, expected an object",
  },
  {
    name: "in UTF-16",
    of: (text) => "\xff\xfe" + text.replaceAll(/./gs, "$&\0"),
    at: () => 0,
    message: "Unexpected byte 0xff, expected an object",
  },
  {
    name: "in Latin-1",
    of: replaced("\\u00b5m", "\xb5m"),
    at: before("\\u00b5m"),
    message: "Unexpected byte 0xb5, expected the rest of a string",
  },
  {
    name: "two documents",
    of: (text) => text.trimEnd() + text,
    at: (text) => text.trimEnd().length,
    message: 'Unexpected "{", expected nothing after the root object',
  },
  {
    name: "with a comma too many",
    of: replaced(NAME, `${NAME},`),
    at: before(NAME, NAME.length + 1),
    message: 'Unexpected ",", expected a key',
  },
  {
    name: "with single quotes",
    of: replaced(NAME, "{'name': 'membrane'"),
    at: before(NAME, 1),
    message: `Unexpected "'", expected a key or "}"`,
  },
  {
    name: "nested without end",
    of: replaced(INFO, `"deep": ${"[".repeat(10_000)}, ${INFO}`),
    at: before(INFO, '"deep": '.length + 10_000),
    message: 'Unexpected ",", expected a value or "]"',
  },
  {
    name: "without trajectoryInfo",
    of: replaced("trajectoryInfo", "trajectoryinfo"),
    message: "trajectoryInfo is missing, expected an object",
  },
  {
    name: "with trajectoryInfo twice",
    of: replaced(INFO, `"traj\\u0065ctoryInfo": {"typeMapping": {}}, ${INFO}`),
    at: before(
      INFO,
      '"traj\\u0065ctoryInfo": {"typeMapping": {}}, '.length,
    ),
    message:
      "trajectoryInfo is ambiguous: it occurs at byte 1 and again at byte ",
  },
  {
    name: "with a trajectoryInfo that is text",
    of: replaced(
      /"trajectoryInfo": .*?\}, "spatialData"/s,
      `${INFO}"{}", "spatialData"`,
    ),
    at: before(INFO, INFO.length),
    message: "trajectoryInfo is a string, expected an object",
  },
  {
    name: "with a typeMapping that is a list",
    of: replaced(`${MAPPING}{`, `${MAPPING}[], "other": {`),
    at: before(MAPPING, MAPPING.length),
    message: "trajectoryInfo.typeMapping is an array, expected an object",
  },
  {
    name: "without typeMapping",
    of: replaced(MAPPING, '"types": '),
    at: before(INFO, INFO.length),
    message: "trajectoryInfo.typeMapping is missing, expected an object",
  },
  {
    name: "with an entry that is null",
    of: replaced(`${ENTRY}{`, `${ENTRY}null, "9": {`),
    at: before(`${ENTRY}{`, ENTRY.length),
    message: "trajectoryInfo.typeMapping.0 is null, expected an object",
  },
  {
    name: "with an entry twice",
    of: replaced(`${ENTRY}{`, `${ENTRY}{"name": "a"}, ${ENTRY}{`),
    at: before(`${ENTRY}{`, `${ENTRY}{"name": "a"}, `.length),
    message: "trajectoryInfo.typeMapping.0 is ambiguous: it occurs at byte ",
  },
  {
    name: "with an entry without a name",
    of: replaced(NAME, '{"label": "membrane"'),
    at: before(NAME),
    message: "trajectoryInfo.typeMapping.0.name is missing, expected a string",
  },
  {
    name: "with a name that is a number",
    of: replaced(NAME, '{"name": 7'),
    at: before(NAME, '{"name": '.length),
    message: "trajectoryInfo.typeMapping.0.name is a number, expected a string",
  },
  {
    name: "with a geometry that is a list",
    of: replaced(`${NAME}, "geometry": {`, `${NAME}, "geometry": [], "g": {`),
    at: before(NAME, `${NAME}, "geometry": `.length),
    message:
      "trajectoryInfo.typeMapping.0.geometry is an array, expected an object",
  },
  {
    name: "with a color twice",
    of: replaced('"color"', '"color": "", "\\u0063olor"'),
    at: before('"color"', '"color": "", '.length),
    message:
      "trajectoryInfo.typeMapping.0.geometry.color is ambiguous: it occurs at byte ",
  },
  {
    name: "with a color that is NaN",
    of: replaced('"#b3b3b3"', "NaN"),
    at: before('"#b3b3b3"'),
    message:
      "trajectoryInfo.typeMapping.0.geometry.color is NaN, expected a string",
  },
];

const FACE = "\nf ";

/** Ways to damage a mesh as VTK writes it. */
export const MESH_DAMAGES: readonly Damage[] = [
  {
    name: "empty",
    of: () => "",
    message: "the mesh has no faces, so nothing would be drawn",
  },
  {
    name: "a web page",
    of: () => "<html>not found</html>",
    message: "the mesh has no faces, so nothing would be drawn",
  },
  {
    name: "binary",
    of: replaced(FACE, `\n\0${FACE}`),
    at: before(FACE, 1),
    message: "Cannot read mesh: it is binary, not a Wavefront OBJ file",
  },
  {
    name: "cut off in its vertices",
    of: (text) => text.slice(0, text.indexOf("\nv ") + 3),
    at: before("\nv ", 3),
    message: "Cannot read vertex: expected three numbers",
  },
  {
    name: "with a vertex that is NaN",
    of: replaced("\nv ", "\nv nan "),
    at: before("\nv ", 3),
    message: "Cannot read vertex: expected three numbers",
  },
  {
    name: "with a face of two",
    of: replaced(FACE, "\nf 1 2\r\nf "),
    at: before(FACE, "\nf 1 2".length),
    message: "Cannot read face: expected three vertices or more",
  },
  {
    name: "with a face of vertices that are not there",
    of: replaced(FACE, "\nf 1 2 \\\n99999\nf "),
    at: before(FACE, "\nf 1 2 \\\n".length),
    message: "Cannot read face: there is no 99999 among the ",
  },
  {
    name: "with an index too far back",
    of: replaced(FACE, "\nf -1 -2 -99999\nf "),
    at: before(FACE, "\nf -1 -2 ".length),
    message: "Cannot read face: there is no -99999 among the ",
  },
  {
    name: "with a normal that is not there",
    of: replaced(FACE, "\nf 1//1 2//99999 3//1\nf "),
    at: before(FACE, "\nf 1//1 2//".length),
    message: "Cannot read face: there is no 99999 among the ",
  },
  {
    name: "with a face of words",
    of: replaced(FACE, "\nf one two three\nf "),
    at: before(FACE, "\nf ".length),
    message: "Cannot read face: expected numbers of vertices",
  },
];
