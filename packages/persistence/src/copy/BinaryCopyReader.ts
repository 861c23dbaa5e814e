/*
 * Reads PostgreSQL's binary COPY format as it arrives: chunks end anywhere, rows are handed over whole.
 */

const HEADER_BYTES = 19
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)
const DAY_MS = 86_400_000

/** A row whose fields are read in order. Valid only while `onRow` runs. */
export class BinaryRow {
  buffer: Buffer = Buffer.alloc(0)
  at = 0

  /** Skips a field's length; −1 says NULL. */
  private field(): number {
    const length = this.buffer.readInt32BE(this.at)
    this.at += 4
    return length
  }

  int2(): number {
    this.field()
    const value = this.buffer.readInt16BE(this.at)
    this.at += 2
    return value
  }

  int4(): number {
    this.field()
    const value = this.buffer.readInt32BE(this.at)
    this.at += 4
    return value
  }

  int8(): number {
    this.field()
    const value = this.buffer.readInt32BE(this.at) * 2 ** 32 + this.buffer.readUInt32BE(this.at + 4)
    this.at += 8
    return value
  }

  /** Epoch milliseconds. */
  timestamptz(): number {
    return this.int8() / 1000 + POSTGRES_EPOCH_MS
  }

  /** The same, or undefined for NULL (and for an infinite bound). */
  nullableTimestamptz(): number | undefined {
    if (this.buffer.readInt32BE(this.at) >= 0) return this.timestamptz()
    this.at += 4
    return undefined
  }

  /** Days since 1970-01-01. */
  date(): number {
    return this.int4() + POSTGRES_EPOCH_MS / DAY_MS
  }

  ascii(): string {
    const length = this.field()
    const value = this.buffer.toString("latin1", this.at, this.at + length)
    this.at += length
    return value
  }

  text(): string {
    const length = this.field()
    const value = this.buffer.toString("utf8", this.at, this.at + length)
    this.at += length
    return value
  }

  /** Whether the field that comes next is these bytes; if it is, it has been read. */
  sameBytes(bytes: Buffer): boolean {
    const { at, buffer } = this
    if (buffer.readInt32BE(at) !== bytes.length) return false
    // What differs, differs at the end: keys of neighbouring rows begin alike.
    for (let i = bytes.length - 1; i >= 0; i--) if (buffer[at + 4 + i] !== bytes[i]) return false
    this.at = at + 4 + bytes.length
    return true
  }

  /** The ASCII text of the field that comes next, without reading it. */
  peekAscii(): string {
    const length = this.buffer.readInt32BE(this.at)
    return this.buffer.toString("latin1", this.at + 4, this.at + 4 + length)
  }

  /** Passes over a field. */
  skip(): void {
    const length = this.field()
    this.at += Math.max(0, length)
  }

  boolean(): boolean {
    this.field()
    return this.buffer[this.at++] === 1
  }

  /** Text or undefined for NULL. */
  nullableText(): string | undefined {
    if (this.buffer.readInt32BE(this.at) >= 0) return this.text()
    this.at += 4
    return undefined
  }

  /** A view into the chunk, or undefined for NULL: copy what is to be kept. */
  bytes(): Buffer | undefined {
    const length = this.field()
    if (length < 0) return undefined
    const value = this.buffer.subarray(this.at, this.at + length)
    this.at += length
    return value
  }

  /** Elements of an int4[] without NULLs, written to `target` from `offset` on. Returns how many there are. */
  int4ArrayInto(target: Int32Array, offset: number): number {
    this.field()
    const { buffer } = this
    if (buffer.readInt32BE(this.at) === 0) {
      this.at += 12
      return 0
    }
    const count = buffer.readInt32BE(this.at + 12)
    let at = this.at + 24
    for (let i = 0; i < count; i++, at += 8) {
      target[offset + i] = (buffer[at]! << 24) | (buffer[at + 1]! << 16) | (buffer[at + 2]! << 8) | buffer[at + 3]!
    }
    this.at = at - 4
    return count
  }

  /** How many elements the int4[] that comes next has, without reading it. */
  peekArrayLength(): number {
    return this.buffer.readInt32BE(this.at + 4) === 0 ? 0 : this.buffer.readInt32BE(this.at + 16)
  }
}

/** Cuts a binary COPY stream into rows. */
export class BinaryCopyReader {
  private rest: Buffer = Buffer.alloc(0)
  private headerSeen = false
  private readonly row = new BinaryRow()
  private readonly onRow: (row: BinaryRow) => void

  constructor(onRow: (row: BinaryRow) => void) {
    this.onRow = onRow
  }

  /** Takes a chunk and hands over the rows that are whole. */
  push(chunk: Buffer): void {
    const data = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk])
    let at = 0
    if (!this.headerSeen) {
      if (data.length < HEADER_BYTES) return void (this.rest = data)
      at = HEADER_BYTES + data.readInt32BE(HEADER_BYTES - 4)
      this.headerSeen = true
    }
    for (;;) {
      const end = endOfRow(data, at)
      if (end === undefined) break
      if (end === at) return void (this.rest = Buffer.alloc(0))
      this.row.buffer = data
      this.row.at = at + 2
      this.onRow(this.row)
      at = end
    }
    this.rest = data.subarray(at)
  }
}

/** Where the row at `at` ends: undefined when it is not whole, `at` itself at the trailer. */
const endOfRow = (data: Buffer, at: number): number | undefined => {
  if (at + 2 > data.length) return undefined
  const fields = data.readInt16BE(at)
  if (fields < 0) return at
  let end = at + 2
  for (let i = 0; i < fields; i++) {
    if (end + 4 > data.length) return undefined
    const length = data.readInt32BE(end)
    end += 4 + Math.max(0, length)
  }
  return end > data.length ? undefined : end
}
