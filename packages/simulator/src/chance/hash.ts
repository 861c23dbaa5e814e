/*
 * Chance without state: the same numbers give the same outcome, whoever asks first and however often. The world is a
 * function of its seed, so a bundle of readings can be written when it is peeked, and written again.
 */

/** 32 bits that look random, of a seed and up to three numbers. */
export const hash = (seed: number, a: number, b = 0, c = 0): number => {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
  mixed = mix(mixed ^ Math.imul(a | 0, 0xc2b2ae35))
  mixed = mix(mixed ^ Math.imul(b | 0, 0x27d4eb2f))
  return mix(mixed ^ Math.imul(c | 0, 0x165667b1)) >>> 0
}

const mix = (value: number): number => {
  let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return mixed ^ (mixed >>> 15)
}

/** A share, 0 to 1 (exclusive), of a seed and up to three numbers. */
export const shareOf = (seed: number, a: number, b = 0, c = 0): number => hash(seed, a, b, c) / 2 ** 32

/** One of the values, of a seed and up to three numbers. */
export const pickOf = <A>(values: ReadonlyArray<A>, seed: number, a: number, b = 0, c = 0): A =>
  values[hash(seed, a, b, c) % values.length]!
