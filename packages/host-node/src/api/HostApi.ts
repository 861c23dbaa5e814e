import { HttpApi, OpenApi } from "effect/http-api"
import { ExchangeApi } from "./ExchangeApi.ts"
import { HealthApi } from "./HealthApi.ts"
import { ProcessApi } from "./ProcessApi.ts"

/** Everything that the host answers over HTTP, besides `/metrics` and `/openapi.json`. */
export class HostApi extends HttpApi.make("datahub-settlement")
  .add(HealthApi)
  .add(ExchangeApi)
  .add(ProcessApi)
  .annotateMerge(
    OpenApi.annotations({
      title: "DataHub Settlement",
      version: "1",
      description: "The running host: its health, the messages of DataHub and what waits to be done."
    })
  ) {}
