import { Data } from "effect"

/** The story cannot go on; the message says why. */
export class DemoStuck extends Data.TaggedError("DemoStuck")<{ readonly reason: string }> {
  override get message(): string {
    return `The demo cannot go on: ${this.reason}`
  }
}
