/*
 * PostgreSQL's binary COPY format (manual, COPY, "Binary Format"): a header, then for each row the number of fields and
 * each field's length and bytes, big-endian, then a trailer. Instants are microseconds and dates days since 2000-01-01.
 */

const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1")
const TRAILER = -1
const NULL = -1
const INT4_OID = 23
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)
const DAY_MS = 86_400_000
const FIXED_FIELD_MAX = 64

/** Rows in binary COPY format, in one growing buffer that is taken piece by piece. */
export class BinaryCopyWriter {
  private buffer: Buffer
  private length = 0
  private started = false

  constructor(initialBytes = 1 << 20) {
    this.buffer = Buffer.allocUnsafe(initialBytes)
  }

  /** Bytes that wait to be taken. */
  get pending(): number {
    return this.length
  }

  /** Begins a row of so many fields. */
  row(fields: number): void {
    if (!this.started) {
      this.started = true
      this.reserve(SIGNATURE.length)
      this.length += SIGNATURE.copy(this.buffer, this.length)
    }
    this.reserve(FIXED_FIELD_MAX)
    this.length = this.buffer.writeInt16BE(fields, this.length)
  }

  null(): void {
    this.reserve(FIXED_FIELD_MAX)
    this.length = this.buffer.writeInt32BE(NULL, this.length)
  }

  boolean(value: boolean): void {
    this.reserve(FIXED_FIELD_MAX)
    this.length = this.buffer.writeInt32BE(1, this.length)
    this.length = this.buffer.writeUInt8(value ? 1 : 0, this.length)
  }

  int2(value: number): void {
    this.reserve(FIXED_FIELD_MAX)
    this.length = this.buffer.writeInt32BE(2, this.length)
    this.length = this.buffer.writeInt16BE(value, this.length)
  }

  int4(value: number): void {
    this.reserve(FIXED_FIELD_MAX)
    this.length = this.buffer.writeInt32BE(4, this.length)
    this.length = this.buffer.writeInt32BE(value, this.length)
  }

  /** A safe integer. */
  int8(value: number): void {
    this.reserve(FIXED_FIELD_MAX)
    this.length = this.buffer.writeInt32BE(8, this.length)
    this.int8Bytes(value)
  }

  /** Text that is known to be ASCII is written without measuring it first. */
  ascii(value: string): void {
    this.reserve(value.length + FIXED_FIELD_MAX)
    this.length = this.buffer.writeInt32BE(value.length, this.length)
    this.length += this.buffer.write(value, this.length, "latin1")
  }

  text(value: string): void {
    const bytes = Buffer.byteLength(value)
    this.reserve(bytes + FIXED_FIELD_MAX)
    this.length = this.buffer.writeInt32BE(bytes, this.length)
    this.length += this.buffer.write(value, this.length)
  }

  /** A value as `jsonb`: format version 1, then its text. */
  jsonb(value: unknown): void {
    const text = JSON.stringify(value)
    const bytes = Buffer.byteLength(text) + 1
    this.reserve(bytes + FIXED_FIELD_MAX)
    this.length = this.buffer.writeInt32BE(bytes, this.length)
    this.length = this.buffer.writeUInt8(1, this.length)
    this.length += this.buffer.write(text, this.length)
  }

  bytes(value: Uint8Array): void {
    this.reserve(value.length + FIXED_FIELD_MAX)
    this.length = this.buffer.writeInt32BE(value.length, this.length)
    this.buffer.set(value, this.length)
    this.length += value.length
  }

  /** An instant in epoch milliseconds. */
  timestamptz(instant: number): void {
    this.int8((instant - POSTGRES_EPOCH_MS) * 1000)
  }

  /** A date as days since 1970-01-01. */
  date(dayNumber: number): void {
    this.int4(dayNumber - POSTGRES_EPOCH_MS / DAY_MS)
  }

  int4Array(values: Int32Array): void {
    const bytes = 20 + values.length * 8
    this.reserve(bytes + FIXED_FIELD_MAX)
    const { buffer } = this
    let at = buffer.writeInt32BE(bytes, this.length)
    at = buffer.writeInt32BE(1, at)
    at = buffer.writeInt32BE(0, at)
    at = buffer.writeInt32BE(INT4_OID, at)
    at = buffer.writeInt32BE(values.length, at)
    at = buffer.writeInt32BE(1, at)
    for (let i = 0; i < values.length; i++) {
      at = buffer.writeInt32BE(4, at)
      at = buffer.writeInt32BE(values[i]!, at)
    }
    this.length = at
  }

  /** A whole number of any size as `numeric`: groups of four decimal digits. */
  wholeNumeric(value: bigint): void {
    const digits = (value < 0n ? -value : value).toString()
    const groups = value === 0n ? 0 : Math.ceil(digits.length / 4)
    this.reserve(groups * 2 + FIXED_FIELD_MAX)
    const { buffer } = this
    let at = buffer.writeInt32BE(8 + groups * 2, this.length)
    at = buffer.writeInt16BE(groups, at)
    at = buffer.writeInt16BE(Math.max(0, groups - 1), at)
    at = buffer.writeUInt16BE(value < 0n ? 0x4000 : 0, at)
    at = buffer.writeInt16BE(0, at)
    let end = digits.length - (groups - 1) * 4
    for (let start = 0; start < digits.length && groups > 0; start = end, end += 4) {
      at = buffer.writeInt16BE(Number(digits.slice(start, end)), at)
    }
    this.length = at
  }

  /** What has been written since the last time; it is the caller's. */
  take(): Buffer {
    const taken = this.buffer.subarray(0, this.length)
    this.buffer = Buffer.allocUnsafe(Math.max(this.buffer.length, 1 << 16))
    this.length = 0
    return taken
  }

  /** The rest, with the trailer; an empty COPY has its header too. */
  finish(): Buffer {
    if (!this.started) {
      this.started = true
      this.reserve(SIGNATURE.length)
      this.length += SIGNATURE.copy(this.buffer, this.length)
    }
    this.reserve(2)
    this.length = this.buffer.writeInt16BE(TRAILER, this.length)
    return this.take()
  }

  private int8Bytes(value: number): void {
    const high = Math.floor(value / 2 ** 32)
    this.length = this.buffer.writeInt32BE(high, this.length)
    this.length = this.buffer.writeUInt32BE(value - high * 2 ** 32, this.length)
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes))
    this.buffer.copy(grown, 0, 0, this.length)
    this.buffer = grown
  }
}
