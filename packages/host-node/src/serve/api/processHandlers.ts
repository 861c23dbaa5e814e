import { MarketCalendar, ProcessStore } from "@datahub-settlement/core"
import { Clock, Effect, Option } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import * as Api from "../../api/index.ts"
import { LIMIT_DEFAULT } from "../../api/fields.ts"
import { processDetail, processItem } from "./processItems.ts"
import { unavailable } from "./submitted.ts"

/** Market processes below `/api/v1`. */
export const processHandlers = HttpApiBuilder.group(
  Api.HostApi,
  "processes",
  Effect.fn(function* (handlers) {
    const store = yield* ProcessStore
    return handlers.handleAll({
      processes: Effect.fnUntraced(function* ({
        query: { active, dueBefore, limit = LIMIT_DEFAULT, misfits, ...query }
      }) {
        const now = yield* Clock.currentTimeMillis
        const wanted = {
          limit,
          ...query,
          ...(active === undefined ? {} : { active: active === "true" }),
          ...(misfits === undefined ? {} : { misfits: true as const }),
          ...(dueBefore === undefined ? {} : { dueBefore: MarketCalendar.startOfDay(dueBefore) })
        }
        const found = yield* store.list(wanted).pipe(Effect.mapError(unavailable))
        return { items: found.map((process) => processItem(process, now)) }
      }),
      process: Effect.fnUntraced(function* ({ params: { id } }) {
        const now = yield* Clock.currentTimeMillis
        const found = yield* store.find(id).pipe(Effect.mapError(unavailable))
        if (Option.isNone(found)) return yield* new Api.NotFound({ detail: `There is no process ${id}` })
        return processDetail(found.value, now)
      })
    })
  })
)
