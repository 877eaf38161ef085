import { Buffer } from "node:buffer";
import { endianness } from "node:os";

/** The pixel formats that can be read, by TIFF's SampleFormat and BitsPerSample. */
export const SAMPLE_ARRAYS = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  float16: Float16Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

export type SampleType = keyof typeof SAMPLE_ARRAYS;
export type Samples = InstanceType<(typeof SAMPLE_ARRAYS)[SampleType]>;

const NATIVE_BIG_ENDIAN = endianness() === "BE";

/** What a row of samples is made of, for undoing a predictor. */
export interface SampleLayout {
  readonly type: SampleType;
  readonly bigEndian: boolean;
  /** 1 none, 2 horizontal differences, 3 floating point. */
  readonly predictor: number;
  /** Bytes of a row. */
  readonly rowBytes: number;
  /** Values of a pixel that lie side by side. */
  readonly stride: number;
}

/**
 * Decoded bytes as numbers, in this machine's byte order and with the
 * predictor undone. The bytes may be changed in place.
 */
export function toSamples(
  bytes: Uint8Array<ArrayBuffer>,
  { type, bigEndian, predictor, rowBytes, stride }: SampleLayout,
): Samples {
  const array = SAMPLE_ARRAYS[type];
  const width = array.BYTES_PER_ELEMENT;
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  // The floating point predictor stores bytes from the highest down in any file.
  const storedBigEndian = predictor === 3 || bigEndian;
  if (predictor === 3) joinFloatBytes(aligned, width, rowBytes, stride);
  if (storedBigEndian !== NATIVE_BIG_ENDIAN) swapBytes(aligned, width);
  if (predictor === 2) addDifferences(aligned, width, rowBytes, stride);
  return new array(
    aligned.buffer,
    aligned.byteOffset,
    aligned.length / width,
  );
}

function swapBytes(bytes: Uint8Array<ArrayBuffer>, width: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (width === 2) buffer.swap16();
  if (width === 4) buffer.swap32();
  if (width === 8) buffer.swap64();
}

/** TIFF 6.0, section 14: each value is the difference to the pixel on its left. */
function addDifferences(
  bytes: Uint8Array<ArrayBuffer>,
  width: number,
  rowBytes: number,
  stride: number,
): void {
  const integers = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[width] ??
    BigUint64Array;
  const values = new integers(
    bytes.buffer,
    bytes.byteOffset,
    bytes.length / width,
  );
  const rowLength = rowBytes / width;
  for (let row = 0; row < values.length; row += rowLength) {
    for (let i = row + stride; i < row + rowLength; i++) {
      // deno-lint-ignore no-explicit-any -- number or bigint, as the array has it
      (values as any)[i] += values[i - stride];
    }
  }
}

/**
 * TIFF Technical Note 3: a row holds the highest bytes of all its values, then
 * the next ones, and so on; over all of them run differences of bytes.
 */
function joinFloatBytes(
  bytes: Uint8Array,
  width: number,
  rowBytes: number,
  stride: number,
): void {
  const count = rowBytes / width;
  for (let start = 0; start < bytes.length; start += rowBytes) {
    const row = bytes.slice(start, start + rowBytes);
    for (let i = stride; i < rowBytes; i++) row[i]! += row[i - stride]!;
    for (let i = 0; i < count; i++) {
      for (let byte = 0; byte < width; byte++) {
        bytes[start + i * width + byte] = row[byte * count + i]!;
      }
    }
  }
}
