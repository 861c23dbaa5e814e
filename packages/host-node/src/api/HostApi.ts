import { HttpApi, OpenApi } from "effect/http-api"
import { AcontoApi } from "./AcontoApi.ts"
import { CorrectionRequestApi } from "./CorrectionRequestApi.ts"
import { CustomerRequestApi } from "./CustomerRequestApi.ts"
import { DataRequestApi } from "./DataRequestApi.ts"
import { ExchangeApi } from "./ExchangeApi.ts"
import { HealthApi } from "./HealthApi.ts"
import { ProcessApi } from "./ProcessApi.ts"
import { TaskApi } from "./TaskApi.ts"

const strict = { errors: "all", onExcessProperty: "error" } as const

/** Everything that the host answers over HTTP, besides `/metrics` and `/openapi.json`. */
export class HostApi extends HttpApi.make("datahub-settlement")
  .add(HealthApi)
  .add(ExchangeApi)
  .add(ProcessApi)
  .add(TaskApi)
  .add(AcontoApi)
  .add(CustomerRequestApi)
  .add(CorrectionRequestApi)
  .add(DataRequestApi)
  // What is not known is told: a misspelt field that may be left out would otherwise be left out.
  .annotate(HttpApi.PayloadParseOptions, strict)
  .annotate(HttpApi.QueryParseOptions, strict)
  .annotateMerge(
    OpenApi.annotations({
      title: "DataHub Settlement",
      version: "1",
      description: "The running host: its health, the messages of DataHub and what waits to be done."
    })
  ) {}
