import { Effect, Result } from "effect"
import { type CimHeader, type DocumentKind, decodeCimHeader } from "../messages/index.ts"
import { MessageRefused, NOTHING_APPLIED, type PreparedMessage } from "./PreparedMessage.ts"

/** A document that nothing here acts on is kept as it came and listed; it must be a CIM document at least. */
export const prepareUnhandled = (
  text: string,
  kind: DocumentKind | undefined
): Result.Result<PreparedMessage, MessageRefused> => {
  if (kind === undefined) {
    const reason = {
      kind: "NoCimDocument",
      text: `no CIM document: it begins with ${JSON.stringify(text.slice(0, 80))}`
    }
    return Result.fail(new MessageRefused({ reason }))
  }
  return Result.match(decodeCimHeader(text), {
    onFailure: (error) => Result.fail(new MessageRefused({ reason: { kind: error._tag, text: error.message } })),
    onSuccess: (header: CimHeader) =>
      Result.succeed({
        document: kind.name,
        header,
        outcome: "stored",
        keepBody: true,
        news: [],
        apply: () => Effect.succeed(NOTHING_APPLIED)
      })
  })
}
