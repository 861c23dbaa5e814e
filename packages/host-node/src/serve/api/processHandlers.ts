import {
  MarketCalendar,
  type PortfolioProblem,
  type ProcessActive,
  type ProcessIdUsed,
  type ProcessNotOpened,
  ProcessStore,
  type RequestRefused,
  requestDetailedAggregation,
  requestHistoricalData,
  type StepRefused,
  type StorageError,
  type SubmittedRequest
} from "@datahub-settlement/core"
import { Clock, Effect, Option } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import * as Api from "../../api/index.ts"
import { LIMIT_DEFAULT } from "../../api/fields.ts"
import { processDetail, processItem, requestItem } from "./processItems.ts"

const unavailable = ({ message }: StorageError) => new Api.StoreUnavailable({ detail: message })

type Failure =
  | PortfolioProblem
  | ProcessActive
  | ProcessIdUsed
  | ProcessNotOpened
  | RequestRefused
  | StepRefused
  | StorageError

type Needs = Effect.Services<ReturnType<typeof requestHistoricalData>>

/** What became of a request, or why it was not made. */
const submitted = <R>(request: Effect.Effect<SubmittedRequest, Failure, R>) =>
  Effect.mapBoth(request, {
    onSuccess: requestItem,
    onFailure: (failure) => {
      if (failure._tag === "StorageError") return unavailable(failure)
      if (failure._tag === "ProcessActive") {
        return new Api.AlreadyUnderWay({ detail: failure.message, processId: failure.activeId })
      }
      const issues = failure._tag === "RequestRefused" ? failure.issues : []
      return new Api.RefusedRequest({ detail: failure.message, issues })
    }
  })

/** Everything about market processes below `/api/v1`. */
export const processHandlers = HttpApiBuilder.group(
  Api.HostApi,
  "processes",
  Effect.fn(function* (handlers) {
    const store = yield* ProcessStore
    const context = yield* Effect.context<Needs>()
    const ask = (request: Effect.Effect<SubmittedRequest, Failure, Needs>) =>
      submitted(Effect.provideContext(request, context))
    return handlers.handleAll({
      processes: Effect.fnUntraced(function* ({ query: { active, limit = LIMIT_DEFAULT, ...query } }) {
        const now = yield* Clock.currentTimeMillis
        const wanted = { limit, ...query, ...(active === undefined ? {} : { active: active === "true" }) }
        const found = yield* store.list(wanted).pipe(Effect.mapError(unavailable))
        return { items: found.map((process) => processItem(process, now)) }
      }),
      process: Effect.fnUntraced(function* ({ params: { id } }) {
        const now = yield* Clock.currentTimeMillis
        const found = yield* store.find(id).pipe(Effect.mapError(unavailable))
        if (Option.isNone(found)) return yield* new Api.NotFound({ detail: `There is no process ${id}` })
        return processDetail(found.value, now)
      }),
      history: ({ payload: { from, gsrn, to } }) =>
        ask(requestHistoricalData({ process: "BRS-025", gsrn, period: MarketCalendar.datePeriod(from, to) })),
      yearlySum: ({ payload: { gsrn } }) => ask(requestHistoricalData({ process: "BRS-024", gsrn })),
      aggregation: ({ payload: { from, to, ...draft } }) =>
        ask(requestDetailedAggregation({ ...draft, period: MarketCalendar.datePeriod(from, to) }))
    })
  })
)
