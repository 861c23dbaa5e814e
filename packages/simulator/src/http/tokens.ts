import { hash } from "../chance/hash.ts"
import { type Answer, type Call, jsonAnswer } from "./Answer.ts"

/** A credential: one client id and secret for one actor in its market role. */
export interface SimulatorClient {
  readonly clientId: string
  readonly clientSecret: string
  /** GLN of the actor. */
  readonly gln: string
  /** The role claims of its token; a supplier has `energysupplier`. DataHub wants exactly one. */
  readonly roles?: ReadonlyArray<string> | undefined
}

/** Tokens that were given out. */
export interface Tokens {
  /** `POST …/oauth2/v2.0/token`, client credentials. */
  readonly issue: (call: Call) => Answer
  /** The client of an `Authorization` header, unless its token is unknown or expired. */
  readonly clientOf: (authorization: string | undefined) => SimulatorClient | undefined
  readonly expireAll: () => void
}

/** Tokens that hold for `seconds` by the given clock. */
export const makeTokens = (options: {
  readonly clients: ReadonlyArray<SimulatorClient>
  readonly seconds: number
  readonly seed: number
  readonly now: () => number
}): Tokens => {
  const tokens = new Map<string, { readonly client: SimulatorClient; readonly expiresAt: number }>()
  let count = 0
  return {
    issue: (call) => {
      const form = new URLSearchParams(new TextDecoder().decode(call.body))
      const refusal = refusalOf(call, form)
      if (refusal !== undefined) return refusal
      const client = options.clients.find(
        (one) => one.clientId === form.get("client_id") && one.clientSecret === form.get("client_secret")
      )
      if (client === undefined) {
        return oauthError(401, "invalid_client", "The client id is unknown or the client secret is wrong.")
      }
      count += 1
      const token = `simulated.${client.clientId}.${count}.${hash(options.seed, count).toString(16)}`
      tokens.set(token, { client, expiresAt: options.now() + options.seconds * 1000 })
      return jsonAnswer(200, { token_type: "Bearer", expires_in: options.seconds, access_token: token })
    },
    clientOf: (authorization) => {
      const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1]
      const known = token === undefined ? undefined : tokens.get(token)
      return known === undefined || known.expiresAt <= options.now() ? undefined : known.client
    },
    expireAll: () => tokens.clear()
  }
}

const refusalOf = (call: Call, form: URLSearchParams): Answer | undefined => {
  if (!(call.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded")) {
    return oauthError(400, "invalid_request", "The body must be application/x-www-form-urlencoded.")
  }
  if (form.get("grant_type") !== "client_credentials") {
    return oauthError(400, "unsupported_grant_type", "The grant_type must be client_credentials.")
  }
  const missing = ["client_id", "client_secret", "scope"].find((name) => (form.get(name) ?? "") === "")
  if (missing !== undefined) return oauthError(400, "invalid_request", `The parameter ${missing} is missing.`)
  if (!form.get("scope")!.endsWith("/.default")) {
    return oauthError(400, "invalid_scope", "The scope of client credentials must end in /.default.")
  }
  return undefined
}

const oauthError = (status: number, error: string, description: string): Answer =>
  jsonAnswer(status, { error, error_description: description })
