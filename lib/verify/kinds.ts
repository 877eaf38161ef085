import { extname } from "@std/path";
import {
  BIOFILE_FINDER_ORIGIN,
  SIMULARIUM_ORIGIN,
} from "../dataset/reader_origins.ts";
import type { VisitOptions } from "./visit.ts";

/** How the readers of a release ask for a kind of file. */
export type VisitKind = Omit<VisitOptions, "signal">;

export const TABLE: VisitKind = {
  origin: BIOFILE_FINDER_ORIGIN,
  needsCors: true,
  type: "text/csv",
};

export const PACKING: VisitKind = {
  origin: SIMULARIUM_ORIGIN,
  needsCors: true,
  type: "application/json",
};

export const MESH: VisitKind = {
  origin: SIMULARIUM_ORIGIN,
  needsCors: true,
  type: "model/obj",
};

export const THUMBNAIL: VisitKind = {
  origin: BIOFILE_FINDER_ORIGIN,
  needsCors: false,
  type: "image/png",
};

/** The kind of the file with a key. */
export function kindOf(key: string): VisitKind | undefined {
  return KINDS[extname(key)];
}

const KINDS: Readonly<Record<string, VisitKind>> = {
  ".csv": TABLE,
  ".simularium": PACKING,
  ".obj": MESH,
  ".png": THUMBNAIL,
};
