/** One thing that DataHub finds wrong with a document. */
export interface DocumentError {
  /** `00101`, `00302` …; `""` where it gives none. */
  readonly code: string
  /** Field or role that it is about; `undefined` where it gives none. */
  readonly target: string | undefined
  readonly message: string
}

/** The message id, or the id of a transaction in the message, has been used before by this sender. */
export const usedBefore: ReadonlyArray<string> = ["00101", "00102"]

/**
 * The errors in the JSON body of a 400, in both forms that are known: capitalised keys (DataHub's present code) and lower
 * case (`error`, `details`, `innererror`; its older description). Empty where the body is neither.
 */
export const documentErrorsOf = (body: string): ReadonlyArray<DocumentError> => {
  const root = folded(parsed(body))
  return errorsIn(folded(root["error"] ?? root))
}

type Folded = Readonly<Record<string, unknown>>

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** An object by its keys in lower case; without any where it is no object. */
const folded = (value: unknown): Folded =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key.toLowerCase(), one]))
    : {}

/** Several errors stand in `details`, a list or an object with a list `errors`; what is around them only says so. */
const errorsIn = (error: Folded): ReadonlyArray<DocumentError> => {
  const details = error["details"]
  const list = Array.isArray(details) ? details : folded(details)["errors"]
  const inside = Array.isArray(list) ? list.flatMap((one) => errorsIn(folded(one))) : []
  return inside.length > 0 ? inside : own(error)
}

const own = (error: Folded): ReadonlyArray<DocumentError> => {
  const { code, message, target } = error
  if (typeof code !== "string" && typeof message !== "string") return []
  return [
    {
      code: typeof code === "string" ? code : "",
      target: typeof target === "string" && target !== "" ? target : undefined,
      message: typeof message === "string" ? message : ""
    }
  ]
}
