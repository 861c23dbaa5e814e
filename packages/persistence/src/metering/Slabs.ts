/** Parts in one piece of memory, at most. */
const PARTS_MAX = 64

/**
 * Hands out parts of equal length from pieces of memory that grow with what is asked for: to get a piece for each of many
 * parts takes longer than to fill it.
 */
export class Slabs<A extends Float64Array | Int32Array | Uint8Array> {
  private readonly length: number
  private readonly allocate: (length: number) => A
  private slab: A
  private at = 0

  /** `allocate` gives a piece as every part of it is to begin. */
  constructor(length: number, allocate: (length: number) => A) {
    this.length = length
    this.allocate = allocate
    this.slab = allocate(length)
  }

  next(): A {
    if (this.at === this.slab.length) {
      this.slab = this.allocate(Math.min(PARTS_MAX * this.length, 2 * this.slab.length))
      this.at = 0
    }
    const from = this.at
    this.at += this.length
    return this.slab.subarray(from, this.at) as A
  }
}
