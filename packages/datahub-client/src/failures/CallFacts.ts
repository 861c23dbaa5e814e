/** What a request was for. `token` is the request for a token that one of the others needs. */
export type DatahubOperation = "peek" | "dequeue" | "submit" | "token"

/** What is known of a request that failed. No secret and no token is ever part of it. */
export interface CallFacts {
  readonly operation: DatahubOperation
  /** Queue, message id, document with its message id, or the address that issues tokens. */
  readonly subject: string
  /** Of the last answer; `undefined` where none came. */
  readonly status: number | undefined
  /** The id that DataHub's support asks for. */
  readonly correlationId: string | undefined
  /** How the body of the last answer begins, as text; `""` where it is empty or may not be shown. */
  readonly bodyHead: string
  /** Requests sent for this call, this one included; the same call with a renewed token is not counted anew. */
  readonly attempts: number
}

const doing: Readonly<Record<DatahubOperation, string>> = {
  peek: "Peeking queue",
  dequeue: "Dequeuing message",
  submit: "Sending",
  token: "Getting a token from"
}

/** `Peeking queue measuredata failed (status 503, correlation id …, 6 attempts): …`. */
export const failureText = (facts: CallFacts, what: string): string => {
  const { attempts, bodyHead, correlationId, operation, status, subject } = facts
  const known = [
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(correlationId === undefined ? [] : [`correlation id ${correlationId}`]),
    ...(attempts > 1 ? [`${attempts} attempts`] : [])
  ]
  // A 200 holds a document, which is nobody's business in a log.
  const isShown = status !== 200 && bodyHead.trim() !== ""
  const answer = isShown ? `\n  The answer begins with: ${shortened(bodyHead.trim())}` : ""
  return `${doing[operation]} ${subject} failed${known.length > 0 ? ` (${known.join(", ")})` : ""}: ${what}${answer}`
}

const SHOWN = 300

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ")
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line
}
