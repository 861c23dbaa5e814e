import { Clock, Effect, Schema } from "effect"
import { ParkedParts, waitsForPoint } from "../exchange/index.ts"
import { Gsrn } from "../market/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { applyParked } from "./applyParked.ts"
import { IntakeSettings } from "./IntakeSettings.ts"

const isGsrn = Schema.is(Gsrn)

/**
 * Takes up parked parts whose reason has gone without a message: a metering point that an import brought, a grid area that
 * the configuration now names. What a message brings takes up its own at once. Gives notes of what was taken up.
 */
export const retryParked = Effect.fn("retryParked")(function* (limit = 1_000) {
  const parked = yield* ParkedParts
  const portfolio = yield* Portfolio
  const { priceAreaOf } = yield* IntakeSettings
  const waitedFor = yield* parked.waitedFor(limit)
  const gsrns = waitedFor.map((text) => text.slice(text.indexOf("/") + 1)).filter(isGsrn)
  const known = gsrns.length === 0 ? new Set<Gsrn>() : yield* portfolio.known(gsrns)
  const here = new Set([...known].map(waitsForPoint))
  const arrived = waitedFor.filter(
    (text) => here.has(text) || (text.startsWith(GRID_AREA) && priceAreaOf(text.slice(GRID_AREA.length)) !== undefined)
  )
  const now = yield* Clock.currentTimeMillis
  return yield* Effect.map(
    Effect.forEach(arrived, (one) => applyParked([one], now)),
    (notes) => notes.flat()
  )
})

const GRID_AREA = "grid-area/"
