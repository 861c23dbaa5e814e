import { seededRandom } from "../seededRandom.ts"

/** Decisions of a seed, one after another. */
export interface Chance {
  /** True so often, 0 to 1. */
  readonly happens: (share: number) => boolean
  /** A whole number from `least` to `most`, both included. */
  readonly whole: (least: number, most: number) => number
  readonly pick: <A>(of: ReadonlyArray<A>) => A
  /** Hex digits that no other call has given, as far as 2^-52 goes. */
  readonly id: () => string
}

/** Chance of its own for each purpose: what one purpose draws does not move what another one does. */
export const chanceOf = (seed: number, purpose: string): Chance => {
  const salt = [...purpose].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7)
  const next = seededRandom(seed ^ salt)
  return {
    happens: (share) => next() < share,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (of) => of[Math.floor(next() * of.length)]!,
    id: () =>
      Array.from({ length: 4 }, () =>
        Math.floor(next() * 2 ** 32)
          .toString(16)
          .padStart(8, "0")
      ).join("")
  }
}
