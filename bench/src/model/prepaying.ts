import type { AcontoInterval, Gsrn } from "@datahub-settlement/core"

/** What a customer who signed up pays in advance. */
export interface Prepaying {
  readonly gsrn: Gsrn
  readonly amountOere: number
  /** Their first day, as DataHub has it by now. */
  day: number
  /** The first day from which it must have been recorded: the latest that the first day ever was. */
  lastDay: number
  /** `asked`: DataHub has not decided. `gone`: refused, cancelled or annulled. `unknown`: a person is to see to it. */
  state: "asked" | "agreed" | "gone" | "unknown"
}

/** What is agreed in a story. */
export interface Agreements {
  readonly prepaying: ReadonlyArray<Prepaying>
}

/** From a day on a person has agreed something else, or somebody else has signed up. */
export interface Overruled {
  readonly gsrn: Gsrn
  readonly day: number
  /** With whom that is agreed, where it is a sign-up. */
  readonly by?: Prepaying
}

/** A customer leaves by our own report. */
export interface Leaving {
  readonly gsrn: Gsrn
  readonly day: number
  /** Accepted, and not taken back. */
  readonly isCertain: boolean
}

/** How long one payment is for, by chance. */
export const intervalBy = (number: number): AcontoInterval => (number % 2 === 0 ? "month" : "quarter")

/** Who signed up for a day, and what it means for them that it is another one, or was never. */
export const startIsOn = ({ prepaying }: Agreements, gsrn: Gsrn, day: number, other: number | undefined): void => {
  for (const one of prepaying) {
    if (one.gsrn !== gsrn || one.day !== day || one.state !== "agreed") continue
    if (other === undefined) one.state = "gone"
    else [one.day, one.lastDay] = [other, Math.max(one.lastDay, other)]
  }
}

/** A start is annulled without a report of ours: what is agreed with the customer is a person's to see to. */
export const isForAPerson = ({ prepaying }: Agreements, gsrn: Gsrn, day: number): void => {
  for (const one of prepaying) if (one.gsrn === gsrn && one.day === day) one.state = "unknown"
}
