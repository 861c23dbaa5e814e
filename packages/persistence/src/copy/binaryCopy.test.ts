import { describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import { BinaryCopyReader, type BinaryRow } from "./BinaryCopyReader.ts"
import { BinaryCopyWriter } from "./BinaryCopyWriter.ts"

const int = (bits: number) => fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 })

const rows = fc.array(
  fc.record({
    small: int(16),
    whole: int(32),
    large: fc.maxSafeInteger(),
    instant: fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) }),
    day: fc.integer({ min: -30_000, max: 80_000 }),
    ascii: fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
    // Now and then longer than what a reader joins to the end of a chunk.
    text: fc.oneof(fc.string({ unit: "grapheme", maxLength: 20 }), fc.constant("ø".repeat(5000))),
    bytes: fc.option(fc.uint8Array({ maxLength: 30 })),
    flag: fc.boolean(),
    array: fc.array(int(32), { maxLength: 30 })
  }),
  { maxLength: 12 }
)

type Row = typeof rows extends fc.Arbitrary<ReadonlyArray<infer R>> ? R : never

const written = (all: ReadonlyArray<Row>, initialBytes: number): Buffer => {
  const writer = new BinaryCopyWriter(initialBytes)
  for (const one of all) {
    writer.row(10)
    writer.int2(one.small)
    writer.int4(one.whole)
    writer.int8(one.large)
    writer.timestamptz(one.instant)
    writer.date(one.day)
    writer.ascii(one.ascii)
    writer.text(one.text)
    if (one.bytes === null) writer.null()
    else writer.bytes(one.bytes)
    writer.boolean(one.flag)
    writer.int4Array(Int32Array.from(one.array))
  }
  return writer.finish()
}

const read = (row: BinaryRow): Row => {
  const [small, whole, large, instant, day] = [row.int2(), row.int4(), row.int8(), row.timestamptz(), row.date()]
  const [ascii, text, bytes, flag] = [row.ascii(), row.text(), row.bytes(), row.boolean()]
  const target = new Int32Array(2 + row.peekArrayLength())
  const count = row.int4ArrayInto(target, 2)
  const array = Array.from(target.subarray(2, 2 + count))
  return {
    small,
    whole,
    large,
    instant,
    day,
    ascii,
    text,
    bytes: bytes === undefined ? null : Uint8Array.from(bytes),
    flag,
    array
  }
}

describe("binary COPY", () => {
  it("gives back the rows that were written, wherever what holds them is cut", () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat(12_000)), fc.integer({ min: 1, max: 300 }), (all, cuts, initialBytes) => {
        const bytes = written(all, initialBytes)
        const ends = [...cuts.filter((cut) => cut < bytes.length), bytes.length].sort((a, b) => a - b)
        const found: Array<Row> = []
        const reader = new BinaryCopyReader((row) => void found.push(read(row)))
        ends.forEach((end, i) => reader.push(Buffer.from(bytes.subarray(ends[i - 1] ?? 0, end))))
        expect(found).toEqual(all)
      })
    )
  })

  it("holds an empty COPY to be header and trailer", () => {
    const bytes = new BinaryCopyWriter(1).finish()
    expect(bytes.toString("hex")).toBe("5047434f50590aff0d0a000000000000000000ffff")
    new BinaryCopyReader(() => expect.unreachable()).push(bytes)
  })

  it("writes a whole number as PostgreSQL's groups of four digits", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (value) => {
        const writer = new BinaryCopyWriter()
        writer.row(1)
        writer.wholeNumeric(value)
        const bytes = writer.finish().subarray(21)
        const groups = bytes.readInt16BE(4)
        expect([bytes.readInt32BE(0), bytes.readInt16BE(6), bytes.readInt16BE(10)]).toEqual([
          8 + groups * 2,
          Math.max(0, groups - 1),
          0
        ])
        let size = 0n
        for (let i = 0; i < groups; i++) size = size * 10_000n + BigInt(bytes.readInt16BE(12 + 2 * i))
        expect(bytes.readUInt16BE(8) === 0x4000 ? -size : size).toBe(value)
      }),
      { examples: [[0n], [1n], [-1n], [9999n], [10_000n], [-10_000n], [10n ** 40n]] }
    )
  })
})
