/** Numbers of the channels that a thumbnail shows. */
export interface ChosenChannels {
  readonly membrane: number;
  readonly nucleus: number;
  readonly structure: number;
}

/**
 * Finds the channels by name: exactly `membrane`, exactly `nucleus`, and of the
 * others the first one that contains the structure's name, as
 * `membrane_interior_peroxisome` does. One that no name tells is taken by
 * order (0, 1, 2), or is the first one left where that place is taken.
 *
 * @param names Of three or more channels.
 */
export function chooseChannels(
  names: readonly (string | undefined)[],
  structureName: string,
): ChosenChannels {
  const membrane = names.indexOf("membrane");
  const nucleus = names.indexOf("nucleus");
  const structure = names.findIndex((name, index) =>
    index !== membrane && index !== nucleus && structureName !== "" &&
    name?.includes(structureName)
  );
  const chosen = [membrane, nucleus, structure];
  for (const [place, channel] of chosen.entries()) {
    if (channel !== -1) continue;
    chosen[place] = chosen.includes(place)
      ? names.findIndex((_, index) => !chosen.includes(index))
      : place;
  }
  return {
    membrane: chosen[0]!,
    nucleus: chosen[1]!,
    structure: chosen[2]!,
  };
}
