import { Data } from "effect"

/** There is no process of ours that this could be about. */
export class NoSuchProcess extends Data.TaggedError("NoSuchProcess")<{ readonly what: string }> {
  override get message(): string {
    return this.what
  }
}
