import {
  addDays,
  datahub,
  encodeChargePrices,
  energinet,
  type Instant,
  type JsonObject,
  MarketCalendar
} from "@datahub-settlement/core"
import type { Chance } from "./Chance.ts"

/** RSM-034/D08 as DataHub sends it when Energinet changes a tariff: some days of it, at another price. */
export const priceNews = (
  chance: Chance,
  now: Instant,
  receiver: string
): { readonly messageId: string; readonly body: JsonObject } => {
  const messageId = chance.id()
  const first = addDays(MarketCalendar.localDateOf(now), chance.whole(-20, 20))
  const days = chance.whole(1, 30)
  const from = MarketCalendar.startOfDay(first)
  const to = MarketCalendar.startOfDay(addDays(first, days))
  const nanoDkk = chance.whole(1, 99) * 1_000_000
  const header = {
    messageId,
    createdAt: now,
    processType: "D08",
    type: "D12",
    sender: { id: datahub, role: "DDZ" },
    receiver: { id: receiver, role: "DDQ" }
  }
  const series = {
    key: { owner: energinet, type: "D03", code: chance.pick(["40000", "41000", "EA-001"]) },
    registeredAt: now,
    messageId,
    transactionId: chance.id(),
    from,
    to,
    resolution: "P1D",
    prices: new Float64Array(days).fill(nanoDkk)
  } as const
  return { messageId, body: encodeChargePrices({ header, series: [series] }) as JsonObject }
}
