import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiMiddleware, OpenApi } from "effect/http-api"
import { ApiKey } from "./ApiKey.ts"
import { day, gsrn, optional, says } from "./fields.ts"
import { requestErrors } from "./Problem.ts"
import { RequestItem } from "./RequestItem.ts"

const days = { from: day("First Danish day"), to: day("First Danish day that is not asked for") }
const settlementVersion = optional(
  Schema.Literals(["D01", "D02", "D03"]),
  "With D32: D01 first correction, D02 second, D03 third; the latest without it"
)
const gridArea = optional(Schema.String, "Grid area, three digits; all without it")
const chargeTypes = Schema.Literals(["D01", "D02", "D03"])
const CHARGE_TYPE = "D01 subscription, D02 fee, D03 tariff"

const endpoints = [
  HttpApiEndpoint.post("history", "/requests/history", {
    payload: Schema.Struct({ gsrn, ...days }),
    success: RequestItem,
    error: requestErrors
  }).annotateMerge(says("Asks for the readings of a metering point (RSM-015, BRS-025)")),
  HttpApiEndpoint.post("yearlySum", "/requests/yearly-sum", {
    payload: Schema.Struct({ gsrn }),
    success: RequestItem,
    error: requestErrors
  }).annotateMerge(says("Asks for the sum of the latest twelve months of a metering point (RSM-015, BRS-024)")),
  HttpApiEndpoint.post("aggregation", "/requests/aggregation", {
    payload: Schema.Struct({
      processType: Schema.Literals(["D03", "D04", "D05", "D32"]).annotate({
        description: "D03 preliminary, D04 balance fixing, D05 wholesale fixing, D32 correction"
      }),
      ...days,
      gridArea,
      meteringPointType: optional(Schema.Literals(["E17", "E18"]), "E17 consumption, E18 production; all without it"),
      settlementMethod: optional(Schema.Literals(["D01", "E02"]), "With E17: D01 flex, E02 non-profiled"),
      settlementVersion
    }),
    success: RequestItem,
    error: requestErrors
  }).annotateMerge(says("Asks for our sums by grid area (RSM-016, BRS-026)")),
  HttpApiEndpoint.post("wholesale", "/requests/wholesale", {
    payload: Schema.Struct({
      processType: Schema.Literals(["D05", "D32"]).annotate({
        description: "D05 wholesale fixing, D32 correction"
      }),
      ...days,
      gridArea,
      chargeOwner: optional(Schema.String, "GLN of who owns the charges; all without it"),
      charges: optional(
        Schema.Array(
          Schema.Struct({
            code: optional(Schema.String, "Id of the charge"),
            type: optional(chargeTypes, CHARGE_TYPE)
          })
        ),
        "Charges; all without them"
      ),
      resolution: optional(Schema.Literal("P1M"), "Sums of the month; amounts by hour and day without it"),
      settlementVersion
    }),
    success: RequestItem,
    error: requestErrors
  }).annotateMerge(says("Asks for what we owe by charge in a month (RSM-017, BRS-028)")),
  HttpApiEndpoint.post("chargeLink", "/requests/charge-link", {
    payload: Schema.Struct({
      gsrn,
      changes: Schema.Array(
        Schema.Struct({
          type: chargeTypes.annotate({ description: CHARGE_TYPE }),
          code: Schema.String.annotate({ description: "Id of the charge of Energinet, EA-001" }),
          from: day("From which Danish day"),
          stop: optional(Schema.Boolean, "The charge applies no longer from then on"),
          quantity: optional(Schema.Int, "Pieces of a subscription or fee; 1 without it")
        })
      ).annotateKey({ description: "What changes, one entry for each charge" })
    }),
    success: RequestItem,
    error: requestErrors
  }).annotateMerge(
    says(
      "Links charges of Energinet to a metering point of ours, or stops that (RSM-030, BRS-037)",
      "The process waits for DataHub's answer and for the links (RSM-031)."
    )
  )
] as const

/** What we ask DataHub to tell, and charges that are to be linked. */
export class DataRequestApi extends HttpApiGroup.make("dataRequests")
  .add(...endpoints)
  .middleware(HttpApiMiddleware.ProblemDetails)
  .middleware(ApiKey)
  .prefix("/api/v1")
  .annotateMerge(
    OpenApi.annotations({
      title: "Data",
      description: "Readings, sums and amounts of DataHub, and Energinet's charges"
    })
  ) {}
