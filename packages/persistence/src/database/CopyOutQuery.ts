import type { Connection, Submittable } from "pg"
import type { Socket } from "node:net"

const COPY_DATA = 0x64
const READY_FOR_QUERY = 0x5a
/** A message's type, and its length without the type. */
const HEADER_BYTES = 5

type TakeBytes = (bytes: Buffer) => void

/**
 * COPY … TO STDOUT on a session of `pg` (manual, "Message Formats"): of what the server sends, what CopyData messages hold
 * goes to `onData`, all that one read from the socket brought at once and moved together in place; every other message goes
 * on to the session. A row of a ledger is a message: an object for each would cost more than to settle it.
 */
export class CopyOutQuery implements Submittable {
  /** Fulfilled when the session is ready for another statement. */
  readonly done: Promise<void>
  private readonly statement: string
  private readonly onData: TakeBytes
  private readonly settled = Promise.withResolvers<void>()
  /** What the content of a CopyData message that has begun still lacks. */
  private awaited = 0
  /** The beginning of a message that is not whole yet. */
  private rest: Buffer = Buffer.alloc(0)

  constructor(statement: string, onData: TakeBytes) {
    this.statement = statement
    this.onData = onData
    this.done = this.settled.promise
  }

  submit(connection: Connection): void {
    const socket = connection.stream as Socket
    const [session] = socket.listeners("data") as [TakeBytes]
    const onBytes = (bytes: Buffer): void => {
      const others = this.take(bytes, session)
      if (others === undefined) return
      socket.on("data", session)
      socket.off("data", onBytes)
      session(others)
    }
    socket.on("data", onBytes)
    socket.off("data", session)
    connection.query(this.statement)
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.settled.resolve()
  }

  handleError(error: Error): void {
    this.settled.reject(error)
  }

  /** Gives what follows from the end of the statement on, once it has come. */
  private take(bytes: Buffer, session: TakeBytes): Buffer | undefined {
    const data = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes])
    let at = 0
    /** Contents are moved to the front; those before `given` have been handed over. */
    let [given, end] = [0, 0]
    const give = (): void => {
      if (end > given) this.onData(data.subarray(given, end))
      given = end
    }
    for (;;) {
      const length = Math.min(this.awaited, data.length - at)
      if (at !== end) data.copyWithin(end, at, at + length)
      end += length
      at += length
      this.awaited -= length
      if (this.awaited > 0 || data.length - at < HEADER_BYTES) break
      const messageLength = 1 + data.readUInt32BE(at + 1)
      if (data[at] === COPY_DATA) {
        this.awaited = messageLength - HEADER_BYTES
        at += HEADER_BYTES
        continue
      }
      if (data.length - at < messageLength) break
      give()
      if (data[at] === READY_FOR_QUERY) return data.subarray(at)
      session(data.subarray(at, at + messageLength))
      at += messageLength
    }
    give()
    this.rest = data.subarray(at)
    return undefined
  }
}
