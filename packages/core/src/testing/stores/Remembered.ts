import type { Instant } from "../../market/index.ts"
import type { Knowledge } from "../../storage/index.ts"

/** Something with the time in which it is believed. */
export interface Remembered<A> extends Knowledge {
  readonly value: A
  readonly supersededAt?: Instant | undefined
}

/** What is believed now. */
export const currentOf = <A>(remembered: ReadonlyArray<Remembered<A>>): ReadonlyArray<A> =>
  remembered.filter(({ supersededAt }) => supersededAt === undefined).map(({ value }) => value)

/** Closes some of what is believed and adds to it. */
export const remember = <A>(
  remembered: Array<Remembered<A>>,
  { added, closed }: { readonly added: ReadonlyArray<A>; readonly closed: ReadonlyArray<A> },
  recordedAt: Instant
): void => {
  if (closed.length > 0) {
    const gone = new Set(closed)
    remembered.forEach((one, index) => {
      if (one.supersededAt === undefined && gone.has(one.value))
        remembered[index] = { ...one, supersededAt: recordedAt }
    })
  }
  for (const value of added) remembered.push({ value, recordedAt })
}
