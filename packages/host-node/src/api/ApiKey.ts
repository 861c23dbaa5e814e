import { HttpApiMiddleware, HttpApiSecurity } from "effect/http-api"
import { UnauthorizedProblem } from "./Problem.ts"

/** Whoever sends one of the configured keys in `x-api-key` may do everything. */
export class ApiKey extends HttpApiMiddleware.Service<ApiKey>()("@datahub-settlement/host-node/ApiKey", {
  security: { apiKey: HttpApiSecurity.apiKey({ key: "x-api-key", in: "header" }) },
  error: UnauthorizedProblem
}) {}
