import type { HttpClientError } from "effect/http"

/**
 * Why no answer came. The innermost cause says what happened (`ECONNREFUSED`), those around it only that something did.
 */
export const reasonOf = (error: HttpClientError.HttpClientError): string => {
  let innermost: unknown = error.reason
  while (innermost instanceof Error && innermost.cause !== undefined) innermost = innermost.cause
  if (!(innermost instanceof Error)) return error.message
  const { message } = innermost
  const code = "code" in innermost && typeof innermost.code === "string" ? innermost.code : ""
  if (message === "") return code === "" ? error.message : code
  return message.includes(code) ? message : `${message} (${code})`
}
