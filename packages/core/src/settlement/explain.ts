import { formatInstant, formatPeriod } from "../market/index.ts"
import { dkkOf, dkkTextOfNano, kwhText, oereText } from "../quantity/index.ts"
import type { LinePart, SettlementLine } from "./Settlement.ts"

/** Why a line is what it is, in English sentences: charge, segment, price version, parts, rounding, readings. */
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
  if (average !== undefined) sentences.push(`Average ${average.toFixed(6)} DKK/kWh over ${kwhText(line.quantityWh)} kWh.`)
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
