import { Effect } from "effect"
import { ParkedParts, waitsForPoint } from "../exchange/index.ts"
import type { Gsrn, Instant } from "../market/index.ts"
import { encodeMeasureData, type MeasureData } from "../messages/index.ts"
import { MeteringLedger, periodOf } from "../metering/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { noteCorrections } from "./noteCorrections.ts"
import type { Applied, Applying } from "./PreparedMessage.ts"

/**
 * RSM-012: readings go to the ledger, where the newest registration wins. Those of a metering point that nobody has told
 * us of yet wait for its master data. Readings of a time that was settled are noted for correction (BRS-021).
 */
export const recordReadings = Effect.fn("recordReadings")(function* (data: MeasureData, { messageId, now }: Applying) {
  const { otherSeries, series } = data
  const portfolio = yield* Portfolio
  const gsrns = [...new Set([...series, ...otherSeries].map(({ gsrn }) => gsrn))]
  const known = yield* portfolio.known(gsrns)
  const unknown = gsrns.filter((gsrn) => !known.has(gsrn))
  const usable = unknown.length === 0 ? series : series.filter(({ gsrn }) => known.has(gsrn))
  yield* park(data, unknown, messageId, now)
  if (usable.length > 0) {
    const ledger = yield* MeteringLedger
    yield* ledger.append([{ messageId, series: usable }])
    yield* noteCorrections(
      "readings",
      usable.map((one) => ({ gsrn: one.gsrn, ...periodOf(one) })),
      { messageId, now }
    )
  }
  return {
    parkedParts: unknown.length,
    notes: otherSeries.map(
      ({ gsrn, resolution }) => `readings of ${gsrn} by ${resolution} are kept as they came: nothing is settled by them`
    ),
    arrived: []
  } satisfies Applied
})

const park = Effect.fnUntraced(function* (
  data: MeasureData,
  unknown: ReadonlyArray<Gsrn>,
  messageId: string,
  now: Instant
) {
  if (unknown.length === 0) return
  const parts = yield* ParkedParts
  yield* parts.park(
    unknown.map((gsrn) => ({
      messageId,
      part: gsrn,
      waitsFor: waitsForPoint(gsrn),
      reason: `readings of ${gsrn}, of which no master data (RSM-022) have come yet`,
      document: JSON.stringify(
        encodeMeasureData({
          ...data,
          series: data.series.filter((one) => one.gsrn === gsrn),
          otherSeries: data.otherSeries.filter((one) => one.gsrn === gsrn)
        })
      ),
      createdAt: data.header.createdAt,
      parkedAt: now
    }))
  )
})
