import {
  changeChargeLinks,
  energinet,
  MarketCalendar,
  requestDetailedAggregation,
  requestHistoricalData,
  requestWholesaleResults,
  type SubmittedRequest
} from "@datahub-settlement/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import * as Api from "../../api/index.ts"
import { requestItem } from "./processItems.ts"
import { type RequestFailure, submitted } from "./submitted.ts"

type Needs = Effect.Services<ReturnType<typeof requestHistoricalData>>

/** What we ask DataHub to tell, and charges that are to be linked. */
export const dataRequestHandlers = HttpApiBuilder.group(
  Api.HostApi,
  "dataRequests",
  Effect.fn(function* (handlers) {
    const context = yield* Effect.context<Needs>()
    const ask = (request: Effect.Effect<SubmittedRequest, RequestFailure, Needs>) =>
      Effect.map(submitted(Effect.provideContext(request, context)), requestItem)
    return handlers.handleAll({
      history: ({ payload: { from, gsrn, to } }) =>
        ask(requestHistoricalData({ process: "BRS-025", gsrn, period: MarketCalendar.datePeriod(from, to) })),
      yearlySum: ({ payload: { gsrn } }) => ask(requestHistoricalData({ process: "BRS-024", gsrn })),
      aggregation: ({ payload: { from, to, ...draft } }) =>
        ask(requestDetailedAggregation({ ...draft, period: MarketCalendar.datePeriod(from, to) })),
      wholesale: ({ payload: { from, to, ...draft } }) =>
        ask(requestWholesaleResults({ ...draft, period: MarketCalendar.datePeriod(from, to) })),
      chargeLink: ({ payload: { changes, gsrn } }) => {
        const drafts = changes.map(({ code, from, type, ...change }) => ({
          ...change,
          charge: { owner: energinet, type, code },
          from: MarketCalendar.startOfDay(from)
        }))
        return ask(changeChargeLinks({ gsrn, changes: drafts }))
      }
    })
  })
)
