/** The types of BioFile Finder that the columns use, spelled as it reads them. */
export type ColumnType = "Text" | "Number";

/** A column of the paths CSV, and a row of the metadata CSV. */
export interface Column {
  readonly name: string;
  /** Without commas: BioFile Finder splits values at them. */
  readonly description: string;
  readonly type: ColumnType;
}

/** A column whose values come from the table of cell statistics. */
export interface Statistic extends Column {
  /** The columns of that table to take it from: the first that exists. */
  readonly sources: readonly string[];
  /** Digits after the point, at most. */
  readonly decimals: number;
}

/** What the cell statistics tell of a cell, in the order of the CSV. */
export const STATISTICS = [
  {
    name: "Count",
    description: "Number of instances of the packed structure in the cell",
    type: "Number",
    sources: ["count"],
    decimals: 2,
  },
  {
    name: "Cell Volume",
    description: "Volume of the cell (µm³)",
    type: "Number",
    sources: ["cell_volume"],
    decimals: 2,
  },
  {
    name: "Nucleus Volume",
    description: "Volume of the nucleus (µm³)",
    type: "Number",
    sources: ["nuc_volume"],
    decimals: 2,
  },
  {
    name: "Cell Height",
    description: "Height of the cell (µm)",
    type: "Number",
    sources: ["cell_height"],
    decimals: 2,
  },
  {
    name: "Nucleus Height",
    description: "Height of the nucleus (µm)",
    type: "Number",
    sources: ["nuc_height"],
    decimals: 2,
  },
  {
    name: "Sphericity",
    description: "Sphericity of the cell: 1 for a perfect sphere",
    type: "Number",
    sources: ["mem_sphericity", "sphericity"],
    decimals: 4,
  },
] as const satisfies readonly Statistic[];

/** All columns of the paths CSV, in order. */
export const COLUMNS = [
  {
    name: "File Path",
    description: "Public URL of the packing for the Simularium viewer",
    type: "Text",
  },
  {
    name: "Cell ID",
    description: "Identifier of the cell whose shape was packed",
    type: "Text",
  },
  {
    name: "File Name",
    description: "Short name of the packing: cell and rule and packing ID",
    type: "Text",
  },
  {
    name: "Packing ID",
    description: "Identifier of the packed structure in the cellPACK recipe",
    type: "Text",
  },
  {
    name: "Structure ID",
    description: "Gene that is tagged to show the structure",
    type: "Text",
  },
  {
    name: "Structure Name",
    description: "Name of the packed structure",
    type: "Text",
  },
  {
    name: "Rule",
    description: "Rule that places the structure in the cell",
    type: "Text",
  },
  {
    name: "Dataset",
    description: "Dataset that the cell shapes come from",
    type: "Text",
  },
  {
    name: "Condition",
    description: "Condition of the packings",
    type: "Text",
  },
  {
    name: "Experiment",
    description: "Experiment that the packing belongs to",
    type: "Text",
  },
  {
    name: "File Type",
    description: "Format of the packing's file",
    type: "Text",
  },
  {
    name: "Thumbnail",
    description: "Public URL of a preview image of the packing",
    type: "Text",
  },
  ...STATISTICS,
] as const satisfies readonly Column[];

/** The name of a column of the paths CSV. */
export type ColumnName = typeof COLUMNS[number]["name"];

/** The name of a column whose values come from the cell statistics. */
export type StatisticsColumnName = typeof STATISTICS[number]["name"];

/** The header of the paths CSV. */
export const COLUMN_NAMES: readonly ColumnName[] = COLUMNS.map(nameOf);

/** The part of the header that the cell statistics fill. */
export const STATISTICS_COLUMNS: readonly StatisticsColumnName[] = STATISTICS
  .map(nameOf);

/** A row of the paths CSV. */
export type PathsRow = Readonly<Record<ColumnName, string>>;

function nameOf<Name extends string>(column: { readonly name: Name }): Name {
  return column.name;
}
