import { isAbsolute, relative, resolve } from "@std/path";

/** Whether a path lies below a directory, going by the names alone. */
export function isWithin(path: string, directory: string): boolean {
  if (path.includes("\0")) return false;
  const below = relative(resolve(directory), resolve(path));
  return below !== "" && !/^\.\.(?:[\\/]|$)/.test(below) && !isAbsolute(below);
}
