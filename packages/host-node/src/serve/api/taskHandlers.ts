import {
  billingHolds,
  finalSettlementsDue,
  MarketCalendar,
  markTaskDone,
  openTaskPage,
  placeOfTaskCursor,
  takeDecision
} from "@datahub-settlement/core"
import { Clock, Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { LIMIT_DEFAULT } from "../../api/fields.ts"
import * as Api from "../../api/index.ts"
import { finalSettlementItem, holdItem, processDetail, taskPage } from "./processItems.ts"
import { unavailable } from "./submitted.ts"

type Needs = Effect.Services<ReturnType<typeof markTaskDone>>

/** What people do about market processes, below `/api/v1`. */
export const taskHandlers = HttpApiBuilder.group(
  Api.HostApi,
  "tasks",
  Effect.fn(function* (handlers) {
    const context = yield* Effect.context<Needs>()
    return handlers.handleAll({
      tasks: ({ query: { after, dueBefore, gsrn, kind, limit = LIMIT_DEFAULT } }) =>
        openTaskPage({
          gsrn,
          limit,
          after: after === undefined ? undefined : placeOfTaskCursor(after),
          ...(kind === undefined ? {} : { kinds: [kind] }),
          ...(dueBefore === undefined ? {} : { dueBefore: MarketCalendar.startOfDay(dueBefore) })
        }).pipe(Effect.map(taskPage), Effect.mapError(unavailable), Effect.provideContext(context)),
      taskDone: Effect.fnUntraced(
        function* ({ params: { id }, payload }) {
          const process = yield* markTaskDone(id, payload)
          return processDetail(process, yield* Clock.currentTimeMillis)
        },
        Effect.mapError((failure) =>
          failure._tag === "StorageError" ? unavailable(failure) : new Api.NotFound({ detail: failure.message })
        ),
        Effect.provideContext(context)
      ),
      decide: Effect.fnUntraced(
        function* ({ params: { id }, payload: { decision, ...note } }) {
          const process = yield* takeDecision(id, decision, note)
          return processDetail(process, yield* Clock.currentTimeMillis)
        },
        Effect.mapError((failure) => {
          if (failure._tag === "StorageError") return unavailable(failure)
          const { message: detail } = failure
          if (failure._tag === "NoSuchProcess") return new Api.NotFound({ detail })
          return new Api.DecisionNotPossible({
            detail,
            possible: failure._tag === "DecisionRefused" ? failure.possible : []
          })
        }),
        Effect.provideContext(context)
      ),
      holds: () =>
        billingHolds().pipe(
          Effect.map((holds) => ({ items: holds.map(holdItem) })),
          Effect.mapError(unavailable),
          Effect.provideContext(context)
        ),
      finalSettlements: () =>
        finalSettlementsDue().pipe(
          Effect.map((due) => ({ items: due.map(finalSettlementItem) })),
          Effect.mapError(unavailable),
          Effect.provideContext(context)
        )
    })
  })
)
