import assert from "node:assert/strict";
import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { join } from "@std/path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { FormatError } from "../../lib/errors.ts";
import { tempDir } from "../fixture/temp_dir.ts";
import {
  loadStatistics,
  type Statistics,
  statisticsOf,
} from "../../lib/statistics/load.ts";
import { readStatistics } from "../../lib/statistics/read.ts";

type ParquetOptions = Parameters<typeof parquetWriteBuffer>[0];

const IDS = new Set(["SLC25A17", "RAB5A"]);

async function load(
  name: string,
  content: string | Uint8Array,
  ids: Set<string> = IDS,
): Promise<Statistics> {
  const dir = await Deno.makeTempDir();
  const path = join(dir, name);
  try {
    const bytes = typeof content === "string"
      ? new TextEncoder().encode(content)
      : content;
    await Deno.writeFile(path, bytes);
    return statisticsOf(await readStatistics(path, ids));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const loadCsv = (text: string) => load("stats.csv", text);

function parquet(options: ParquetOptions): Uint8Array {
  return new Uint8Array(parquetWriteBuffer(options));
}

const loadParquet = (options: ParquetOptions) =>
  load("stats.parquet", parquet(options));

/** A table like the one of the hiPSC image dataset: more columns, more structures. */
const TABLE: ParquetOptions["columnData"] = [
  { name: "CellId", data: ["743916", "743916", "811"], type: "STRING" },
  {
    name: "structure_name",
    data: ["SLC25A17", "TOMM20", "RAB5A"],
    type: "STRING",
  },
  { name: "cell_stage", data: ["M0", "M0", "M0"], type: "STRING" },
  { name: "count", data: [156, 9, 77], type: "DOUBLE" },
  { name: "cell_volume", data: [2042.6789, 1, 1500.5], type: "DOUBLE" },
  { name: "nuc_volume", data: [512.345, 1, NaN], type: "DOUBLE" },
  { name: "cell_height", data: [9.999, 1, 12], type: "DOUBLE" },
  {
    name: "nuc_height",
    data: [5.5, 1, undefined],
    type: "DOUBLE",
    nullable: true,
  },
  { name: "nuc_sphericity", data: [0.1, 0.1, 0.1], type: "DOUBLE" },
  { name: "mem_sphericity", data: [0.61235, 1, 0.7], type: "DOUBLE" },
];

const PEROXISOMES = {
  "Count": "156",
  "Cell Volume": "2042.68",
  "Nucleus Volume": "512.35",
  "Cell Height": "10",
  "Nucleus Height": "5.5",
  "Sphericity": "0.6124",
};

const ENDOSOMES = {
  "Count": "77",
  "Cell Volume": "1500.5",
  "Nucleus Volume": "",
  "Cell Height": "12",
  "Nucleus Height": "",
  "Sphericity": "0.7",
};

function assertTable(statistics: Statistics): void {
  assert.deepEqual(statistics.lookup("SLC25A17", "743916"), PEROXISOMES);
  assert.deepEqual(statistics.lookup("RAB5A", "811"), ENDOSOMES);
  assert.equal(statistics.lookup("TOMM20", "743916"), undefined);
  assert.equal(statistics.lookup("RAB5A", "743916"), undefined);
  assert.equal(statistics.rows, 2);
  assert.deepEqual(statistics.missingColumns, []);
}

Deno.test("Parquet statistics are found by structure and cell", async () => {
  assertTable(await loadParquet({ columnData: TABLE }));
});

Deno.test("Parquet files may have many row groups", async () => {
  assertTable(await loadParquet({ columnData: TABLE, rowGroupSize: 1 }));
});

const CODECS = {
  UNCOMPRESSED: undefined,
  SNAPPY: undefined,
  GZIP: gzipSync,
  ZSTD: zstdCompressSync,
  BROTLI: brotliCompressSync,
} as const;

for (const [name, compress] of Object.entries(CODECS)) {
  const codec = name as keyof typeof CODECS;
  Deno.test(`Parquet columns may be compressed by ${codec}`, async () => {
    const compressors = compress && {
      [codec]: (input: Uint8Array) => new Uint8Array(compress(input)),
    };
    assertTable(await loadParquet({ columnData: TABLE, codec, compressors }));
  });
}

Deno.test("Parquet text may be a dictionary", async () => {
  const rows = 1000;
  const { rows: count, lookup } = await loadParquet({
    columnData: [
      {
        name: "CellId",
        data: Array.from({ length: rows }, (_, i) => `${700000 + i}`),
        type: "STRING",
      },
      {
        name: "structure_name",
        data: Array.from({ length: rows }, (_, i) => i % 2 ? "RAB5A" : "X"),
        type: "STRING",
        encoding: "RLE_DICTIONARY",
      },
      {
        name: "count",
        data: Array.from({ length: rows }, (_, i) => i),
        type: "DOUBLE",
      },
    ],
  });
  assert.equal(count, rows / 2);
  assert.equal(lookup("RAB5A", "700501")?.Count, "501");
});

const CELL_IDS: [name: string, column: ParquetOptions["columnData"][number]][] =
  [
    ["INT64", { name: "CellId", data: [743916n], type: "INT64" }],
    ["INT32", { name: "CellId", data: [743916], type: "INT32" }],
    ["DOUBLE", { name: "CellId", data: [743916], type: "DOUBLE" }],
    ["STRING", { name: "CellId", data: ["743916"], type: "STRING" }],
  ];

for (const [name, cellId] of CELL_IDS) {
  Deno.test(`Parquet cell IDs may be of type ${name}`, async () => {
    const { lookup } = await loadParquet({
      columnData: [
        cellId,
        { name: "structure_name", data: ["RAB5A"], type: "STRING" },
        { name: "count", data: [12n], type: "INT64" },
      ],
    });
    assert.equal(lookup("RAB5A", "743916")?.Count, "12");
  });
}

const CSV =
  `,CellId,structure_name,cell_stage,count,cell_volume,nuc_volume,cell_height,nuc_height,mem_sphericity
0,743916,SLC25A17,M0,156.0,2042.6789,512.345,9.999,5.5,0.61235
1,743916,TOMM20,M0,9,1,1,1,1,1
2,811,RAB5A,M0,77.0,1500.5,NaN,12.0,,0.7
`;

Deno.test("CSV statistics are found by structure and cell", async () => {
  assertTable(await loadCsv(CSV));
});

Deno.test("CSV files may have a byte order mark, CRLF and quotes", async () => {
  const text = CSV.replaceAll("\n", "\r\n").replaceAll("RAB5A", '"RAB5A"');
  assertTable(await loadCsv("\ufeff" + text));
});

Deno.test("CSV cell IDs may be written as floats", async () => {
  assertTable(await loadCsv(CSV.replaceAll("743916,", "743916.0,")));
});

Deno.test("sphericity stands in where there is no mem_sphericity", async () => {
  assertTable(await loadCsv(CSV.replace("mem_sphericity", "sphericity")));
});

Deno.test("mem_sphericity is preferred to sphericity", async () => {
  const { lookup } = await loadCsv(
    "CellId,structure_name,sphericity,mem_sphericity\n1,RAB5A,0.1,0.2\n",
  );
  assert.equal(lookup("RAB5A", "1")?.Sphericity, "0.2");
});

Deno.test("missing statistics columns are empty and reported", async () => {
  const { lookup, missingColumns } = await loadCsv(
    ",CellId,structure_name,count,nuc_height\n0,1,RAB5A,3,4.5\n",
  );
  assert.deepEqual(missingColumns, [
    "cell_volume",
    "nuc_volume",
    "cell_height",
    "mem_sphericity",
  ]);
  assert.deepEqual(lookup("RAB5A", "1"), {
    "Count": "3",
    "Cell Volume": "",
    "Nucleus Volume": "",
    "Cell Height": "",
    "Nucleus Height": "4.5",
    "Sphericity": "",
  });
});

Deno.test("rows that repeat what is known of a cell are fine", async () => {
  const statistics = await loadCsv(CSV + CSV.split("\n").slice(1).join("\n"));
  assertTable(statistics);
});

Deno.test("a row without a structure is nobody's", async () => {
  const { rows } = await loadCsv(
    "CellId,structure_name,count\n1,,3\n,,\n2,RAB5A,4\n",
  );
  assert.equal(rows, 1);
});

const BAD: [name: string, csv: string, message: RegExp][] = [
  ["no CellId", "structure_name,count\nRAB5A,1\n", /no column "CellId"/],
  ["no structure_name", "CellId,count\n1,1\n", /no column "structure_name"/],
  ["no statistics", "CellId,structure_name\n1,RAB5A\n", /none of the columns/],
  ["no rows", "CellId,structure_name,count\n", /no rows/],
  ["nothing", "", /no header/],
  [
    "text for a number",
    "CellId,structure_name,count\n1,RAB5A,many\n",
    /count "many" of cell "1"/,
  ],
  [
    "an infinite number",
    "CellId,structure_name,count\n1,RAB5A,inf\n",
    /count "inf" of cell "1"/,
  ],
  [
    "no cell ID",
    "CellId,structure_name,count\n1,RAB5A,1\n,RAB5A,2\n",
    /CellId "" of row 2/,
  ],
  [
    "a contradiction",
    "CellId,structure_name,count\n7,RAB5A,1\n7,RAB5A,2\n",
    /cell "7".*row 2.*RAB5A/,
  ],
  [
    "a CellId twice",
    "CellId,structure_name,count,CellId\n1,RAB5A,1,2\n",
    /more than one/,
  ],
  [
    "a structure_name twice",
    "CellId,structure_name,count,structure_name\n1,RAB5A,1,X\n",
    /column "structure_name": there is more than one/,
  ],
  [
    "a statistic twice",
    "CellId,structure_name,count,count\n1,RAB5A,1,1\n",
    /column "count": there is more than one/,
  ],
  [
    "semicolons",
    "CellId;structure_name;count\n1;RAB5A;1\n",
    /separated by ";", expected commas/,
  ],
  [
    "tabs",
    "CellId\tstructure_name\tcount\n1\tRAB5A\t1\n",
    /separated by "\\t", expected commas/,
  ],
  [
    "decimal commas",
    'CellId,structure_name,cell_volume\n1,RAB5A,"1,5"\n',
    /cell_volume "1,5" of cell "1"/,
  ],
  [
    "a hexadecimal number",
    "CellId,structure_name,count\n1,RAB5A,0x10\n",
    /count "0x10" of cell "1"/,
  ],
  [
    "two points in a number",
    "CellId,structure_name,count\n1,RAB5A,1.2.3\n",
    /count "1\.2\.3" of cell "1"/,
  ],
  [
    "the same cell as an integer and as a float",
    "CellId,structure_name,count\n7,RAB5A,1\n7.0,RAB5A,2\n",
    /cell "7".*row 2.*RAB5A/,
  ],
  [
    "a long record",
    "CellId,structure_name,count\n1,RAB5A,1,2\n",
    /record|fields/,
  ],
  ["a short record", "CellId,structure_name,count\n1,RAB5A\n", /record|fields/],
  ["an open quote", 'CellId,structure_name,count\n1,"RAB5A,1\n', /quote|"/],
];

for (const [name, csv, message] of BAD) {
  Deno.test(`statistics with ${name} are an error`, async () => {
    await assert.rejects(
      loadCsv(csv),
      (error) => error instanceof FormatError && message.test(error.message),
    );
  });
}

Deno.test("statistics columns of no interest may be there twice", async () => {
  const { lookup } = await loadCsv(
    "CellId,structure_name,count,x,x,sphericity,mem_sphericity,sphericity\n1,RAB5A,1,2,3,4,5,6\n",
  );
  assert.equal(lookup("RAB5A", "1")?.Sphericity, "5");
});

Deno.test("statistics may be spelled with exponents, signs and blanks, and be very large", async () => {
  for (
    const [text, expected] of [
      ["1.5E2", "150"],
      ["+3", "3"],
      [" 3. ", "3"],
      [".5", "0.5"],
      ["-2.345", "-2.35"],
      ["1e308", "1e+308"],
      ["9".repeat(20), "100000000000000000000"],
      ["nan", ""],
      ["NaN", ""],
      [" ", ""],
    ]
  ) {
    const { lookup } = await loadCsv(
      `CellId,structure_name,count\n1,RAB5A,${text}\n`,
    );
    assert.equal(lookup("RAB5A", "1")?.Count, expected);
  }
});

Deno.test("a CSV file that is too large for memory is an error", async () => {
  await using dir = await tempDir();
  const path = await dir.write("stats.csv", CSV);
  await Deno.truncate(path, 128 * 2 ** 20 + 1);
  await assert.rejects(
    loadStatistics(path, IDS),
    new FormatError(
      "Cannot read CSV: it is larger than 128 MiB; save it as Parquet",
    ),
  );
});

Deno.test("CSV in UTF-16 is an error", async () => {
  const units = Uint16Array.from(`\ufeff${CSV}`, (char) => char.charCodeAt(0));
  await assert.rejects(
    load("stats.csv", new Uint8Array(units.buffer)),
    new FormatError("Cannot read CSV: it is not UTF-8"),
  );
});

Deno.test("CSV that is not UTF-8 is an error", async () => {
  await assert.rejects(
    load("stats.csv", new Uint8Array([0x43, 0xe9, 0x0a])),
    (error) => error instanceof FormatError && /UTF-8/.test(error.message),
  );
});

const WRONG_TYPES: [name: string, columnData: ParquetOptions["columnData"]][] =
  [
    ["a structure that is a number", [
      { name: "CellId", data: ["1"], type: "STRING" },
      { name: "structure_name", data: [5], type: "INT32" },
      { name: "count", data: [1], type: "DOUBLE" },
    ]],
    ["a cell ID that is a fraction", [
      { name: "CellId", data: [1.5], type: "DOUBLE" },
      { name: "structure_name", data: ["RAB5A"], type: "STRING" },
      { name: "count", data: [1], type: "DOUBLE" },
    ]],
    ["a count that is a truth value", [
      { name: "CellId", data: ["1"], type: "STRING" },
      { name: "structure_name", data: ["RAB5A"], type: "STRING" },
      { name: "count", data: [true], type: "BOOLEAN" },
    ]],
    ["a count that is a date", [
      { name: "CellId", data: ["1"], type: "STRING" },
      { name: "structure_name", data: ["RAB5A"], type: "STRING" },
      { name: "count", data: [new Date(0)], type: "TIMESTAMP" },
    ]],
  ];

for (const [name, columnData] of WRONG_TYPES) {
  Deno.test(`Parquet with ${name} is an error`, async () => {
    await assert.rejects(
      loadParquet({ columnData }),
      (error) =>
        error instanceof FormatError && /wrong kind/.test(error.message),
    );
  });
}

Deno.test("a file that is no Parquet is an error", async () => {
  for (const text of ["", "PAR1", CSV]) {
    await assert.rejects(
      load("stats.parquet", text),
      (error) => error instanceof FormatError && /Parquet/.test(error.message),
    );
  }
});

Deno.test("a Parquet file that is cut off or patched is an error", async () => {
  const whole = parquet({ columnData: TABLE });
  const end = whole.subarray(-200);
  for (
    const damaged of [
      whole.subarray(0, whole.length - 1),
      whole.subarray(0, whole.length / 2),
      // The footer is whole, the data before it is gone.
      Uint8Array.of(...whole.subarray(0, 4), ...end),
      new Uint8Array([...new Uint8Array(whole.length - 4), ...end.slice(-4)]),
    ]
  ) {
    await assert.rejects(load("stats.parquet", damaged), FormatError);
  }
});

Deno.test("a Parquet file cut off at any byte is an error", async () => {
  await using dir = await tempDir();
  const whole = parquet({ columnData: TABLE });
  const path = await dir.write("stats.parquet", whole);
  for (let length = whole.length - 1; length >= 0; length--) {
    await Deno.truncate(path, length);
    await assert.rejects(
      readStatistics(path, IDS),
      (error) =>
        error instanceof FormatError &&
        /^Cannot read Parquet: /.test(error.message),
      `cut at ${length}`,
    );
  }
});

Deno.test("a Parquet file with any byte of its footer changed is an error, or reads as a table", async () => {
  await using dir = await tempDir();
  const whole = parquet({ columnData: TABLE });
  const footer = whole.length - 8 -
    new DataView(whole.buffer).getUint32(whole.length - 8, true);
  let refused = 0;
  for (let at = footer; at < whole.length; at++) {
    const bytes = whole.slice();
    bytes[at]! ^= 0x55;
    try {
      await readStatistics(await dir.write("stats.parquet", bytes), IDS);
    } catch (error) {
      assert.ok(error instanceof FormatError, `byte ${at}: ${error}`);
      refused++;
    }
  }
  assert.ok(refused > 100, `${refused} refused`);
});

Deno.test("a Parquet file that the library would read for ever is an error", async () => {
  await using dir = await tempDir();
  const bytes = parquet({ columnData: TABLE });
  bytes[11] = 0; // In the header of the first page.
  await assert.rejects(
    loadStatistics(await dir.write("stats.parquet", bytes), IDS, 2000),
    (error) =>
      error instanceof FormatError &&
      /^Cannot read Parquet: /.test(error.message),
  );
});

Deno.test("a Parquet file is read in a worker, and what is wrong with it told", async () => {
  await using dir = await tempDir();
  const path = await dir.write(
    "stats.parquet",
    parquet({ columnData: TABLE }),
  );
  const { rows, lookup } = await loadStatistics(path, IDS);
  assert.equal(rows, 2);
  assert.equal(lookup("SLC25A17", "743916")?.Count, "156");
  await Deno.truncate(path, 10);
  await assert.rejects(loadStatistics(path, IDS), FormatError);
});

Deno.test("a Parquet file that promises more rows than it holds is an error", async () => {
  const whole = parquet({ columnData: TABLE });
  const messages: string[] = [];
  // Thrift writes 3 as 6, and 20 as 40: one of these is the number of rows.
  for (let at = whole.length - 1; at > 0; at--) {
    if (whole[at] !== 6) continue;
    await load("stats.parquet", whole.with(at, 40)).catch((error) => {
      assert.ok(error instanceof FormatError, `byte ${at}: ${error}`);
      messages.push(error.message);
    });
    if (messages.some((message) => /3 values for 20 rows$/.test(message))) {
      return;
    }
  }
  assert.fail(messages.join("\n"));
});

Deno.test("a Parquet file with a column twice is an error", async () => {
  const whole = parquet({
    columnData: [
      { name: "CellId", data: ["1"], type: "STRING" },
      { name: "structure_name", data: ["RAB5A"], type: "STRING" },
      { name: "count", data: [1], type: "DOUBLE" },
      { name: "Count", data: [2], type: "DOUBLE" },
    ],
  });
  const text = new TextDecoder("latin1").decode(whole)
    .replaceAll("Count", "count");
  await assert.rejects(
    load("stats.parquet", Uint8Array.from(text, (char) => char.charCodeAt(0))),
    new FormatError('Cannot choose a column "count": there is more than one'),
  );
});

Deno.test("a Parquet table without rows, and one of NULLs, are told apart", async () => {
  const columns = (data: unknown[]) =>
    [
      { name: "CellId", data, type: "STRING", nullable: true },
      { name: "structure_name", data, type: "STRING", nullable: true },
      { name: "count", data, type: "DOUBLE", nullable: true },
    ] as ParquetOptions["columnData"];
  await assert.rejects(
    loadParquet({ columnData: columns([]) }),
    new FormatError("Cannot find cell statistics: the table has no rows"),
  );
  const { rows } = await loadParquet({ columnData: columns([null, null]) });
  assert.equal(rows, 0);
});

Deno.test("a Parquet cell without an ID is an error", async () => {
  await assert.rejects(
    loadParquet({
      columnData: [
        { name: "CellId", data: [null], type: "STRING", nullable: true },
        { name: "structure_name", data: ["RAB5A"], type: "STRING" },
        { name: "count", data: [1], type: "DOUBLE" },
      ],
    }),
    new FormatError(
      'Cannot read CellId "null" of row 1: it is of a wrong kind',
    ),
  );
});

Deno.test("a file that does not exist is an I/O error", async () => {
  for (const name of ["none.csv", "none.parquet"]) {
    await assert.rejects(
      loadStatistics(`/nonexistent/${name}`, IDS),
      Deno.errors.NotFound,
    );
  }
});
