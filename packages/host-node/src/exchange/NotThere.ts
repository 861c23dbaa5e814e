import { Data } from "effect"

/** What was asked for is not in the database. */
export class NotThere extends Data.TaggedError("NotThere")<{ readonly what: string }> {
  override get message(): string {
    return this.what
  }
}
