/** Something that the readers of a release will trip over. */
export interface ReleaseWarning {
  /** What is there: `the file has no plotData`; particulars in quotes. */
  readonly what: string;
  /** The file, key, row or config key that it is about. */
  readonly where: string;
  /** What the reader does then. */
  readonly consequence: string;
  readonly remedy: string;
}

/** The warning in one line, without `where`: the same for all that have the same cause. */
export function warningMessage(
  { what, consequence, remedy }: ReleaseWarning,
): string {
  return `${what}: ${consequence}; ${remedy}`;
}
