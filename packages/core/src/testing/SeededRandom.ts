/** Numbers that look random and are the same on every run with the same seed: for test data, never for secrets. */
export interface SeededRandom {
  /** A whole number from `min` to `max`, both included. */
  readonly int: (min: number, max: number) => number
  /** True in about this share of the calls, 0 to 1. */
  readonly chance: (share: number) => boolean
  /** One of the values. */
  readonly pick: <A>(values: readonly [A, ...ReadonlyArray<A>]) => A
  /** The values in another order; what was passed stays as it is. */
  readonly shuffle: <A>(values: ReadonlyArray<A>) => ReadonlyArray<A>
}

/**
 * A generator of its own for every seed (SplitMix32: 32 bits of state, good enough to spread test data).
 *
 * @example
 * import { seededRandom } from "@datahub-settlement/core/testing"
 *
 * seededRandom(7).int(1, 6) === seededRandom(7).int(1, 6) // => true
 */
export const seededRandom = (seed: number): SeededRandom => {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  return {
    int,
    chance: (share) => next() < share,
    pick: (values) => values[int(0, values.length - 1)]!,
    shuffle: <A>(values: ReadonlyArray<A>): ReadonlyArray<A> => {
      const shuffled = values.slice()
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = int(0, i)
        ;[shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!]
      }
      return shuffled
    }
  }
}
