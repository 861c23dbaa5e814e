import { Result } from "effect"
import type { ReceivedMessage } from "../exchange/index.ts"
import { type CimError, documentKind } from "../messages/index.ts"
import { readerOf } from "./documentReaders.ts"
import { MessageRefused, type PreparedMessage } from "./PreparedMessage.ts"
import { prepareUnhandled } from "./prepareUnhandled.ts"
import { textOfUtf8 } from "./utf8.ts"

/** Reads the bytes of a message: what it is, and what it will do. Nothing happens here. */
export const readMessage = ({ body }: Pick<ReceivedMessage, "body">): Result.Result<PreparedMessage, MessageRefused> =>
  Result.flatMap(textOf(body), readDocument)

/** Reads a document, as text. */
export const readDocument = (text: string): Result.Result<PreparedMessage, MessageRefused> => {
  const kind = documentKind(text)
  const read = kind === undefined ? undefined : readerOf(kind.name)
  return Result.mapError(read === undefined ? prepareUnhandled(text, kind) : read(text), refusedBy)
}

const refusedBy = (error: CimError | MessageRefused): MessageRefused =>
  error instanceof MessageRefused ? error : new MessageRefused({ reason: { kind: error._tag, text: error.message } })

const textOf = (body: Uint8Array): Result.Result<string, MessageRefused> => {
  const text = textOfUtf8(body)
  if (text !== undefined) return Result.succeed(text)
  const reason = { kind: "NotUtf8", text: "the bytes are no UTF-8 text; DataHub sends JSON in UTF-8" }
  return Result.fail(new MessageRefused({ reason }))
}
