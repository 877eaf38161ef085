import assert from "node:assert/strict";
import { FormatError } from "../../lib/errors.ts";
import { isOmeXml, parseOme } from "../../lib/thumbnail/ome.ts";
import { locatePlanes } from "../../lib/thumbnail/planes.ts";

const SIZES = 'SizeX="4" SizeY="3" SizeZ="2" SizeC="3" SizeT="1"';
const CHANNELS =
  '<Channel Name="a"/><Channel/><Channel Name="&#956; &amp; b"/>';

function ome(content: string, attributes = ""): string {
  return `<?xml version="1.0"?><!-- a note --><OME ${attributes}><Image>` +
    `<Pixels DimensionOrder="XYCZT" ${SIZES}>${content}</Pixels></Image>` +
    `<Image><Pixels/></Image></OME>`;
}

/** Page numbers, plane by plane, channels varying fastest. */
function pages(xml: string, samples = 1, pageCount = 6): number[] {
  return locatePlanes(parseOme(xml), samples, pageCount)
    .flat().map(({ page }) => page);
}

Deno.test("OME-XML is told from other descriptions", () => {
  assert.ok(isOmeXml(ome("")));
  assert.ok(isOmeXml("<OME:OME xmlns:OME='x'/>"));
  assert.ok(!isOmeXml(""));
  assert.ok(!isOmeXml("ImageJ=1.53t\nimages=180\nchannels=3"));
  assert.ok(!isOmeXml("<xml>HOME</xml>"));
});

Deno.test("channels keep their names, and their places without one", () => {
  assert.deepEqual(parseOme(ome(CHANNELS)).channelNames, [
    "a",
    undefined,
    "μ & b",
  ]);
  assert.deepEqual(
    parseOme(ome('<Channel Name="RGB" SamplesPerPixel="3"/>')).channelNames,
    [undefined, undefined, undefined],
  );
  assert.deepEqual(parseOme(ome("")).channelNames, [
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("elements may have a namespace prefix", () => {
  const prefixed = ome(CHANNELS).replaceAll(/<(\/?)(?=[A-Z])/g, "<$1ome:");
  assert.equal(parseOme(prefixed).sizeZ, 2);
});

Deno.test("entities of entities do not grow", () => {
  const entities = Array.from("bcdefghij", (name, i) => {
    const one = `&${"abcdefghi"[i]};`;
    return `<!ENTITY ${name} "${one.repeat(10)}">`;
  });
  const bomb = `<!DOCTYPE OME [<!ENTITY a "x">${entities.join("")}]>` +
    ome('<Channel Name="&j;"/><Channel/><Channel/>').replace(/<\?.*?\?>/, "");
  assert.ok(parseOme(bomb).channelNames[0]!.length < 1000);
});

Deno.test("pages follow the dimension order unless TiffData says otherwise", () => {
  const inOrder = [0, 1, 2, 3, 4, 5];
  assert.deepEqual(pages(ome("")), inOrder);
  assert.deepEqual(pages(ome("<TiffData/>")), inOrder);
  assert.deepEqual(pages(ome('<TiffData IFD="0" PlaneCount="6"/>')), inOrder);
  const planes = inOrder.map((index) =>
    `<TiffData IFD="${5 - index}" FirstZ="${Math.floor(index / 3)}"` +
    ` FirstC="${index % 3}"/>`
  );
  assert.deepEqual(pages(ome(planes.join(""))), inOrder.toReversed());
  assert.deepEqual(
    pages(ome(
      '<TiffData IFD="3" FirstZ="0" PlaneCount="3"/>' +
        '<TiffData IFD="0" FirstZ="1" PlaneCount="3"/>',
    )),
    [3, 4, 5, 0, 1, 2],
  );
});

Deno.test("the channels of one page lie side by side", () => {
  const planes = locatePlanes(parseOme(ome("")), 3, 2);
  assert.deepEqual(planes, [
    [0, 1, 2].map((sample) => ({ page: 0, sample })),
    [0, 1, 2].map((sample) => ({ page: 1, sample })),
  ]);
});

Deno.test("TiffData of the file itself counts, also once it has a new name", () => {
  const data =
    '<TiffData><UUID FileName="old.ome.tiff">urn:uuid:1</UUID></TiffData>';
  assert.deepEqual(pages(ome(data)), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(pages(ome(data, 'UUID="urn:uuid:1"')), [0, 1, 2, 3, 4, 5]);
});

for (
  const [what, xml, message] of [
    [
      "pixels in other files",
      ome("<TiffData><UUID>urn:uuid:2</UUID></TiffData>", 'UUID="urn:uuid:1"'),
      /other files/,
    ],
    [
      "a companion file",
      "<OME><BinaryOnly MetadataFile='x'/></OME>",
      /companion/,
    ],
    ["no image", "<OME/>", /no Image/],
    ["tags that do not close", "<OME><Image", /cannot be read/],
    ["no size", ome("").replace("SizeZ", "Size"), /SizeZ/],
    ["a size of zero", ome("").replace('SizeC="3"', 'SizeC="0"'), /SizeC/],
    [
      "a size that is no number",
      ome("").replace('SizeX="4"', 'SizeX="4.5"'),
      /SizeX="4.5"/,
    ],
    [
      "an unknown order",
      ome("").replace("XYCZT", "XYCZ"),
      /DimensionOrder="XYCZ"/,
    ],
    [
      "a missing plane",
      ome('<TiffData IFD="0" PlaneCount="5"/>'),
      /plane 1 of channel 2/,
    ],
    [
      "a page behind the last one",
      ome('<TiffData IFD="1"  PlaneCount="6"/>'),
      /plane 1 of channel 2/,
    ],
    [
      "far more planes than pages",
      ome("").replace('SizeZ="2"', 'SizeZ="999999999"'),
      /6 pages/,
    ],
  ] as [string, string, RegExp][]
) {
  Deno.test(`OME-XML with ${what} is refused`, () => {
    assert.throws(() => pages(xml), (error) => {
      assert.ok(error instanceof FormatError, String(error));
      assert.match(error.message, message);
      return true;
    });
  });
}
