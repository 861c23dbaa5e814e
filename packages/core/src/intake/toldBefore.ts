import { Effect, type Result } from "effect"
import type { Statement } from "../exchange/index.ts"
import type { Instant } from "../market/index.ts"
import type { CimError } from "../messages/index.ts"

/** The order in which DataHub made them; the ids only make it the same every time. */
export const inOrderMade = (a: Statement, b: Statement): number =>
  a.madeAt - b.madeAt || compare(a.messageId, b.messageId) || compare(a.transactionId, b.transactionId)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Reads a statement back. It was written by us: that it cannot be read is a defect. */
export const readStatement =
  <A>(decode: (document: unknown) => Result.Result<A, CimError>) =>
  ({ document }: Statement): Effect.Effect<A> =>
    Effect.orDie(Effect.fromResult(decode(document)))

/** The day that a statement is about is the last part of its transaction's id, so that nothing has to be read to know it. */
export const transactionFrom = (transactionId: string, from: Instant): string => `${transactionId}/${from}`

export const beginOf = ({ transactionId }: Statement): Instant =>
  Number(transactionId.slice(transactionId.lastIndexOf("/") + 1))
