import { formatInstant, formatPeriod } from "../market/index.ts"
import { dkkOf, dkkTextOfNano, kwhText, oereText } from "../quantity/index.ts"
import type { LinePart, SettlementLine } from "./Settlement.ts"

/**
 * Why a line is what it is, in English sentences: charge, segment, price version, parts, rounding, readings.
 *
 * @example
 * import { gsrnOf, LocalDate, MarketCalendar, explain, settle } from "@datahub-settlement/core"
 * import { linkOf, seriesOf, spotOf, spotProductOf, tariffOf } from "@datahub-settlement/core/testing"
 * import { Result } from "effect"
 *
 * const gsrn = gsrnOf("57131399900000001")
 * const day = MarketCalendar.dayPeriod(LocalDate.make("2025-10-26"))
 * const tax = tariffOf({ code: "EA-001", isTax: true, prices: "0.720" })
 *
 * const settlement = Result.getOrThrow(settle({
 *   meteringPoint: { gsrn, priceArea: "DK1" },
 *   period: day,
 *   readings: [seriesOf({ gsrn, period: day, kwh: "0.300" })],
 *   spotPrices: spotOf({ period: day, dkkPerKwh: "0.45" }),
 *   charges: [tax],
 *   links: [linkOf(gsrn, tax)],
 *   product: [spotProductOf()]
 * }))
 * explain(settlement.lines[1]!)[2] // => "flat price: 7.500 kWh × 0.720000 DKK = 5.4 DKK."
 */
export const explain = (line: SettlementLine): ReadonlyArray<string> => {
  const { parts, pieces, priceVersion, readings } = line.trace()
  const sentences = [`${line.name} (${line.id}) for metering point ${line.gsrn}, ${formatPeriod(line.segment)}.`]
  if (priceVersion !== undefined) {
    const source = priceVersion.source === undefined ? "" : ` from ${priceVersion.source}`
    sentences.push(`Price version ${formatPeriod(priceVersion)}${source}.`)
  }
  if (pieces !== undefined && pieces !== 1) sentences.push(`${pieces} pieces.`)
  for (const part of parts) sentences.push(partText(part))
  const average = line.averagePrice
  if (average !== undefined)
    sentences.push(`Average ${average.toFixed(6)} DKK/kWh over ${kwhText(line.quantityWh)} kWh.`)
  sentences.push(`Exact ${dkkOf(line.exact).toFixed()} DKK, rounded half-even to ${oereText(line.amountOere)} DKK.`)
  if (readings !== undefined) {
    const estimated = readings.estimatedIntervals === 0 ? "" : `, ${readings.estimatedIntervals} of them estimated`
    const asOf = readings.asOf === undefined ? "" : ` as of ${formatInstant(readings.asOf)}`
    sentences.push(
      `Rests on ${readings.intervals} readings${estimated}, registered until ${formatInstant(readings.registeredUntil)}${asOf}.`
    )
  }
  return sentences
}

const partText = ({ amount, label, price, quantityWh }: LinePart): string => {
  const quantity = quantityWh === undefined ? "" : `${kwhText(quantityWh)} kWh`
  const unit = price === undefined ? "" : `${quantity === "" ? "" : " × "}${dkkTextOfNano(price)} DKK`
  const factors = quantity + unit
  return `${label}: ${factors === "" ? "" : `${factors} = `}${dkkOf(amount).toFixed()} DKK.`
}
