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
const ZERO = 0x30

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
    if (!this.started) this.start()
    this.reserve(FIXED_FIELD_MAX)
    this.put2(fields)
  }

  null(): void {
    this.reserve(FIXED_FIELD_MAX)
    this.put4(NULL)
  }

  boolean(value: boolean): void {
    this.reserve(FIXED_FIELD_MAX)
    this.put4(1)
    this.buffer[this.length++] = value ? 1 : 0
  }

  int2(value: number): void {
    this.reserve(FIXED_FIELD_MAX)
    this.put4(2)
    this.put2(value)
  }

  int4(value: number): void {
    this.reserve(FIXED_FIELD_MAX)
    this.put4(4)
    this.put4(value)
  }

  /** A safe integer. */
  int8(value: number): void {
    this.reserve(FIXED_FIELD_MAX)
    this.put4(8)
    const high = Math.floor(value / 2 ** 32)
    this.put4(high)
    this.put4(value - high * 2 ** 32)
  }

  /** Text that is known to be ASCII: its characters are its bytes. */
  ascii(value: string): void {
    const { length } = value
    this.reserve(length + FIXED_FIELD_MAX)
    this.put4(length)
    const { buffer, length: at } = this
    for (let i = 0; i < length; i++) buffer[at + i] = value.charCodeAt(i)
    this.length = at + length
  }

  text(value: string): void {
    const bytes = Buffer.byteLength(value)
    this.reserve(bytes + FIXED_FIELD_MAX)
    this.put4(bytes)
    this.length += this.buffer.write(value, this.length)
  }

  /** A value as `jsonb`: format version 1, then its text. */
  jsonb(value: unknown): void {
    const text = JSON.stringify(value)
    const bytes = Buffer.byteLength(text) + 1
    this.reserve(bytes + FIXED_FIELD_MAX)
    this.put4(bytes)
    this.buffer[this.length++] = 1
    this.length += this.buffer.write(text, this.length)
  }

  bytes(value: Uint8Array): void {
    this.reserve(value.length + FIXED_FIELD_MAX)
    this.put4(value.length)
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
    this.put4(bytes)
    this.put4(1)
    this.put4(0)
    this.put4(INT4_OID)
    this.put4(values.length)
    this.put4(1)
    for (let i = 0; i < values.length; i++) {
      this.put4(4)
      this.put4(values[i]!)
    }
  }

  /** A whole number of any size as `numeric`: groups of four decimal digits. */
  wholeNumeric(value: bigint): void {
    const digits = (value < 0n ? -value : value).toString()
    const groups = value === 0n ? 0 : Math.ceil(digits.length / 4)
    this.reserve(groups * 2 + FIXED_FIELD_MAX)
    this.put4(8 + groups * 2)
    this.put2(groups)
    this.put2(Math.max(0, groups - 1))
    this.put2(value < 0n ? 0x4000 : 0)
    this.put2(0)
    // The first group has what the others leave over.
    for (let at = 0, end = digits.length - (groups - 1) * 4; at < digits.length && groups > 0; end += 4) {
      let group = 0
      for (; at < end; at++) group = group * 10 + digits.charCodeAt(at) - ZERO
      this.put2(group)
    }
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
    if (!this.started) this.start()
    this.reserve(FIXED_FIELD_MAX)
    this.put2(TRAILER)
    return this.take()
  }

  private start(): void {
    this.started = true
    this.reserve(SIGNATURE.length)
    this.length += SIGNATURE.copy(this.buffer, this.length)
  }

  /** The lower sixteen bits of an integer; there must be room. */
  private put2(value: number): void {
    const { buffer, length } = this
    buffer[length] = value >> 8
    buffer[length + 1] = value
    this.length = length + 2
  }

  /** The lower thirty-two bits of a safe integer; there must be room. */
  private put4(value: number): void {
    const { buffer, length } = this
    buffer[length] = value >> 24
    buffer[length + 1] = value >> 16
    buffer[length + 2] = value >> 8
    buffer[length + 3] = value
    this.length = length + 4
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes))
    this.buffer.copy(grown, 0, 0, this.length)
    this.buffer = grown
  }
}
