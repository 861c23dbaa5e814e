/*
 * Reads PostgreSQL's binary COPY format as it arrives: chunks end anywhere, rows are handed over whole.
 */

const HEADER_BYTES = 19
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1)
const DAY_MS = 86_400_000
/** So much of a chunk is joined to what the one before has left: more than most rows are long. */
const JOINED_BYTES = 4096
const NOTHING = Buffer.alloc(0)

/** A row whose fields are read in order. Valid only while `onRow` runs. */
export class BinaryRow {
  at = 0
  private buffer: Buffer = NOTHING
  /** The same bytes: numbers are read from here in one step. */
  private view: DataView = new DataView(new ArrayBuffer(0))

  /** Rows are read from here from now on. */
  reset(buffer: Buffer, view: DataView): void {
    this.buffer = buffer
    this.view = view
  }

  /** Skips a field's length; −1 says NULL. */
  private field(): number {
    const length = this.view.getInt32(this.at)
    this.at += 4
    return length
  }

  int2(): number {
    this.field()
    const value = this.view.getInt16(this.at)
    this.at += 2
    return value
  }

  int4(): number {
    this.field()
    const value = this.view.getInt32(this.at)
    this.at += 4
    return value
  }

  int8(): number {
    this.field()
    const value = this.view.getInt32(this.at) * 2 ** 32 + this.view.getUint32(this.at + 4)
    this.at += 8
    return value
  }

  /** Epoch milliseconds. */
  timestamptz(): number {
    return this.int8() / 1000 + POSTGRES_EPOCH_MS
  }

  /** The same, or undefined for NULL (and for an infinite bound). */
  nullableTimestamptz(): number | undefined {
    if (this.view.getInt32(this.at) >= 0) return this.timestamptz()
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
    const { at, buffer, view } = this
    if (view.getInt32(at) !== bytes.length) return false
    // What differs, differs at the end: keys of neighbouring rows begin alike.
    for (let i = bytes.length - 1; i >= 0; i--) if (buffer[at + 4 + i] !== bytes[i]) return false
    this.at = at + 4 + bytes.length
    return true
  }

  /** The ASCII text of the field that comes next, without reading it. */
  peekAscii(): string {
    const length = this.view.getInt32(this.at)
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
    if (this.view.getInt32(this.at) >= 0) return this.text()
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
    const { view } = this
    if (view.getInt32(this.at) === 0) {
      this.at += 12
      return 0
    }
    const count = view.getInt32(this.at + 12)
    let at = this.at + 24
    for (let i = 0; i < count; i++, at += 8) target[offset + i] = view.getInt32(at)
    this.at = at - 4
    return count
  }

  /** How many elements the int4[] that comes next has, without reading it. */
  peekArrayLength(): number {
    return this.view.getInt32(this.at + 4) === 0 ? 0 : this.view.getInt32(this.at + 16)
  }
}

/** Cuts a binary COPY stream into rows. */
export class BinaryCopyReader {
  private rest: Buffer = NOTHING
  private headerSeen = false
  private readonly row = new BinaryRow()
  private readonly onRow: (row: BinaryRow) => void

  constructor(onRow: (row: BinaryRow) => void) {
    this.onRow = onRow
  }

  /** Takes a chunk and hands over the rows that are whole. */
  push(chunk: Buffer): void {
    if (this.rest.length === 0) return void (this.rest = this.rowsOf(chunk))
    // Only the row that the chunk before has begun is put together; the others stay where they are.
    const start = Buffer.concat([this.rest, chunk.subarray(0, JOINED_BYTES)])
    const end = this.headerSeen ? endOfRow(viewOf(start), 0) : undefined
    if (end === undefined || end < this.rest.length) {
      this.rest = this.rowsOf(chunk.length <= JOINED_BYTES ? start : Buffer.concat([this.rest, chunk]))
      return
    }
    const taken = end - this.rest.length
    this.rowsOf(start.subarray(0, end))
    this.rest = this.rowsOf(chunk.subarray(taken))
  }

  /** Hands over the whole rows of some bytes; gives what is left. */
  private rowsOf(data: Buffer): Buffer {
    const view = viewOf(data)
    let at = 0
    if (!this.headerSeen) {
      if (data.length < HEADER_BYTES) return data
      at = HEADER_BYTES + view.getInt32(HEADER_BYTES - 4)
      this.headerSeen = true
    }
    this.row.reset(data, view)
    for (;;) {
      const end = endOfRow(view, at)
      if (end === undefined) return data.subarray(at)
      if (end === at) return NOTHING
      this.row.at = at + 2
      this.onRow(this.row)
      at = end
    }
  }
}

const viewOf = ({ buffer, byteOffset, length }: Buffer): DataView => new DataView(buffer, byteOffset, length)

/** Where the row at `at` ends: undefined when it is not whole, `at` itself at the trailer. */
const endOfRow = (view: DataView, at: number): number | undefined => {
  const { byteLength } = view
  if (at + 2 > byteLength) return undefined
  const fields = view.getInt16(at)
  if (fields < 0) return at
  let end = at + 2
  for (let i = 0; i < fields; i++) {
    if (end + 4 > byteLength) return undefined
    end += 4 + Math.max(0, view.getInt32(end))
  }
  return end > byteLength ? undefined : end
}
