import type { Redacted } from "effect"

/** What DataHub is called with. */
export interface AccessToken {
  readonly value: Redacted.Redacted<string>
  /** Milliseconds since 1970, by our own clock. */
  readonly renewFromMs: number
  readonly usableUntilMs: number
}
