import type { WaitsFor } from "../manifest/entries.ts";

/**
 * Remembers which actions of a run are in place, in a byte per action, and lets
 * later actions wait for earlier ones.
 */
export class Ledger {
  #inPlace = new Uint8Array(1024);
  readonly #underWay = new Map<number, Promise<boolean>>();

  /** Notes that an action has begun; `result` tells whether it ends in place. */
  begin(id: number, result: Promise<boolean>): void {
    const noted = result.then((inPlace) => {
      this.note(id, inPlace);
      this.#underWay.delete(id);
      return inPlace;
    });
    this.#underWay.set(id, noted);
  }

  /** Notes how an action ended. */
  note(id: number, inPlace: boolean): void {
    if (id >= this.#inPlace.length) {
      const grown = new Uint8Array(Math.max(id + 1, 2 * this.#inPlace.length));
      grown.set(this.#inPlace);
      this.#inPlace = grown;
    }
    this.#inPlace[id] = inPlace ? 1 : 0;
  }

  /**
   * Waits until the actions, all of which have begun, have ended.
   *
   * @returns The first that is not in place, or `undefined` if all are.
   */
  async firstMissing(waitsFor: WaitsFor): Promise<number | undefined> {
    for (const each of waitsFor) {
      const [first, last] = typeof each === "number" ? [each, each] : each;
      for (let id = first; id <= last; id++) {
        const underWay = this.#underWay.get(id);
        const inPlace = underWay ? await underWay : this.#inPlace[id] === 1;
        if (!inPlace) return id;
      }
    }
    return undefined;
  }
}
