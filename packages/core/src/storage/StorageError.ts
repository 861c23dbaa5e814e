import { Data } from "effect"

/** What was stored or read could not be: the server is away, the disk is full, a rule of the store refused it. */
export class StorageError extends Data.TaggedError("StorageError")<{
  /** What was being done, in words: `append readings`. */
  readonly operation: string
  /** What a person can do about it. */
  readonly reason: string
  /** Whether the same thing may succeed when it is tried again. */
  readonly retryable: boolean
  /** Whether the data themselves were refused: they would be refused again, whatever else is mended. */
  readonly refusesData?: boolean | undefined
  readonly cause?: unknown
}> {
  override get message(): string {
    return `${this.operation}: ${this.reason}`
  }
}
