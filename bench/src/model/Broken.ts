/** What has to hold after every step. */
export type Invariant =
  | "one supplier"
  | "billed is what is known"
  | "nothing outside supply"
  | "known is what was told"
  | "a repeat changes nothing"
  | "runs never change"
  | "handled"
  | "processes keep step"
  | "prepaid is what is supplied"
  | "prepaid once"
  | "last bills add up"

/** An invariant does not hold. */
export class Broken extends Error {
  readonly invariant: Invariant

  constructor(invariant: Invariant, what: string) {
    super(`${invariant}: ${what}`)
    this.invariant = invariant
  }
}
