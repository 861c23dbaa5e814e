import {
  type AcontoPlanChanges,
  AcontoPlans,
  finalBasisOf,
  type Gsrn,
  MarketCalendar,
  StorageError,
  takeAcontoPlans
} from "@datahub-settlement/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import * as Api from "../../api/index.ts"
import { planOf } from "../../product/acontoFields.ts"
import { acontoItem, lastBillItem, shareItem } from "./acontoItems.ts"
import { dueLastBill } from "./dueLastBill.ts"
import { unavailable } from "./submitted.ts"

type Needs = Effect.Services<ReturnType<typeof dueLastBill> | ReturnType<typeof takeAcontoPlans>>

interface Failure {
  readonly _tag: string
  readonly message: string
}

/** The store is away, there is no such bill, or what was wished cannot be. */
const problemOf = <E extends Failure>(failure: E) => {
  if (failure instanceof StorageError) return unavailable(failure)
  const { message: detail } = failure
  return failure._tag === "NothingToBill" ? new Api.NotFound({ detail }) : new Api.NotPossible({ detail })
}

/** Payment in advance, below `/api/v1`. */
export const acontoHandlers = HttpApiBuilder.group(
  Api.HostApi,
  "aconto",
  Effect.fn(function* (handlers) {
    const context = yield* Effect.context<Needs>()
    const store = yield* AcontoPlans
    const known = (gsrn: Gsrn) =>
      Effect.mapBoth(store.of([gsrn]), {
        onSuccess: (all) => acontoItem(gsrn, all.get(gsrn)),
        onFailure: unavailable
      })
    const change = (gsrn: Gsrn, changes: AcontoPlanChanges, by: string) =>
      takeAcontoPlans(changes, by).pipe(
        Effect.mapError((failure) =>
          failure._tag === "StorageError" ? unavailable(failure) : new Api.NotPossible({ detail: failure.message })
        ),
        Effect.andThen(known(gsrn)),
        Effect.provideContext(context)
      )
    return handlers.handleAll({
      aconto: ({ params: { gsrn } }) => known(gsrn),
      acontoHistory: ({ params: { gsrn } }) =>
        Effect.mapBoth(store.history(gsrn), {
          onSuccess: (shares) => ({ items: shares.map(shareItem) }),
          onFailure: unavailable
        }),
      acontoPlan: ({ params: { gsrn }, payload: { by, from, to, ...aconto } }) =>
        change(gsrn, { plans: [planOf(gsrn, aconto, { from, to })] }, by),
      acontoStop: ({ params: { gsrn }, payload: { by, from } }) =>
        change(gsrn, { removed: [{ gsrn, from: MarketCalendar.startOfDay(from) }] }, by),
      lastBill: ({ params: { gsrn }, query: { end, from } }) =>
        finalBasisOf({
          gsrn,
          end: MarketCalendar.startOfDay(end),
          ...(from === undefined ? {} : { from: MarketCalendar.startOfDay(from) })
        }).pipe(Effect.mapBoth({ onSuccess: lastBillItem, onFailure: problemOf }), Effect.provideContext(context)),
      finalSettlement: ({ params: { id } }) =>
        dueLastBill(id).pipe(
          Effect.mapBoth({ onSuccess: lastBillItem, onFailure: problemOf }),
          Effect.provideContext(context)
        )
    })
  })
)
