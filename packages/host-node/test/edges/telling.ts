import {
  type ChargeKey,
  type ChargeLink,
  type ChargePriceSeries,
  datahub as datahubGln,
  encodeChargeInformation,
  encodeChargeLinks,
  encodeChargePrices,
  encodeMasterData,
  encodeMeasureData,
  type Instant,
  MarketCalendar,
  type MeteringPointMasterData,
  type MeteringSeries,
  type Period
} from "@datahub-settlement/core"
import { nanoOf } from "@datahub-settlement/core/testing"
import { Effect } from "effect"
import { randomUUID } from "node:crypto"
import type { processWorld } from "../processes/processWorld.ts"
import { us } from "../serve/serveProcess.ts"

/** A price told anew: the same for each interval of its resolution, or 24 of them by local hour. */
export interface ToldPrice {
  readonly key: ChargeKey
  readonly resolution: "PT1H" | "P1D" | "P1M"
  readonly dkk: string | ReadonlyArray<string>
  readonly period: Period
}

type World = Effect.Success<ReturnType<typeof processWorld>>

/** What a test can let DataHub tell us, document by document. */
export const tellingIn = ({ datahub, leap, now, settled }: World) => {
  /** Puts a document of ours into DataHub's queue, a minute after whatever came before it. */
  const tell = Effect.fnUntraced(function* (
    queue: "measuredata" | "masterdata",
    [processType, type]: readonly [string, string],
    write: (header: Parameters<typeof encodeChargeLinks>[0]["header"]) => object
  ) {
    yield* leap("PT1M")
    const sender = { id: datahubGln, role: queue === "measuredata" ? "DGL" : "DDZ" }
    const receiver = { id: us, role: "DDQ" }
    const header = { messageId: randomUUID(), createdAt: now(), processType, type, sender, receiver }
    yield* datahub.call("message", { queue, body: write(header) })
    yield* settled
  })

  /** RSM-012 with series of one's own choice, whoever supplies: `seriesOf` makes them. */
  const tellSeries = (...series: ReadonlyArray<MeteringSeries>) =>
    tell("measuredata", ["E23", "E66"], (header) =>
      encodeMeasureData({ header, series, otherSeries: [], answers: new Map() })
    )

  /** RSM-031: links, and stops of links (`to` equals `from`). */
  const tellLinks = (...links: ReadonlyArray<ChargeLink>) =>
    tell("masterdata", ["D17", "D07"], (header) => encodeChargeLinks({ header, links }))

  /** RSM-022 of one metering point, with nothing in it but what is told; its process says why it is told. */
  const tellMasterData = (
    processType: string,
    masterData: Omit<MeteringPointMasterData, "children" | "estimatedAnnualVolumes">
  ) =>
    tell("masterdata", [processType, "E07"], (header) =>
      encodeMasterData({
        header,
        records: [
          {
            transactionId: `${header.messageId}-0`.slice(-36),
            masterData: { ...masterData, children: [], estimatedAnnualVolumes: [] }
          }
        ]
      })
    )

  /** RSM-034/D18: a daily tariff that the simulated world does not have, from a day on. */
  const tellTariff = (key: ChargeKey, isTax: boolean, from: Instant) =>
    tell("masterdata", ["D18", "D12"], (header) =>
      encodeChargeInformation({
        header,
        information: [
          {
            key,
            from,
            name: key.code,
            description: key.code,
            vatClass: "D02",
            isTax,
            transparentInvoicing: false,
            resolution: "P1D",
            registeredAt: header.createdAt,
            messageId: header.messageId,
            transactionId: `${header.messageId}-0`.slice(-36)
          }
        ]
      })
    )

  /** RSM-034/D08: prices of charges that the world has, for a time. */
  const tellPrices = (...prices: ReadonlyArray<ToldPrice>) =>
    tell("masterdata", ["D08", "D12"], (header) =>
      encodeChargePrices({
        header,
        series: prices.map(({ dkk, key, period, resolution }, index): ChargePriceSeries => ({
          key,
          ...period,
          resolution,
          registeredAt: header.createdAt,
          messageId: header.messageId,
          transactionId: `${header.messageId}-${index}`.slice(-36),
          prices: Float64Array.from(startsOf(resolution, period), (at) =>
            nanoOf(typeof dkk === "string" ? dkk : dkk[MarketCalendar.localHourOf(at)]!)
          )
        }))
      })
    )

  return { tellSeries, tellLinks, tellMasterData, tellTariff, tellPrices }
}

const HOUR_MS = 3_600_000

const startsOf = (resolution: ToldPrice["resolution"], period: Period): ReadonlyArray<Instant> => {
  if (resolution === "PT1H") {
    return Array.from({ length: (period.to - period.from) / HOUR_MS }, (_, hour) => period.from + hour * HOUR_MS)
  }
  const starts = MarketCalendar.localDays(period).map((date) => MarketCalendar.startOfDay(date))
  return resolution === "P1D" ? starts : starts.filter((at) => MarketCalendar.localDateOf(at).endsWith("-01"))
}
