import { dkkOfNano } from "../quantity/index.ts"
import { escapeHtml } from "./html.ts"
import type { DayEnergy, EnergyProfile } from "./Invoice.ts"
import { type InvoiceLanguage, invoiceWords } from "./InvoiceLanguage.ts"
import { dateText, energyText, priceText } from "./invoiceText.ts"

/*
 * Charts as inline SVG. Coordinates are drawing, not money: floating point is good enough here. Every bar carries its
 * figures as a title, and the chart as a whole a description, so that nothing is told by picture alone.
 */

const WIDTH = 720
const LEFT = 40
const RIGHT = 44
const INNER = WIDTH - LEFT - RIGHT
const TOP = 24

/** A round number of steps that reaches `max`: 1, 2 or 5 times a power of ten. */
const niceStep = (max: number, steps: number): number => {
  const rough = max / steps
  const power = 10 ** Math.floor(Math.log10(rough))
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough)!
}

const at = (value: number): string => value.toFixed(1)

const line = (x1: number, y1: number, x2: number, y2: number, name: string): string =>
  `<line class="${name}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`

const label = (x: number, y: number, anchor: "start" | "middle" | "end", text: string, name = "label"): string =>
  `<text class="${name}" x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${escapeHtml(text)}</text>`

const bar = (x: number, y: number, width: number, height: number, name: string, title: string): string =>
  `<rect class="${name}" x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(Math.max(0, height))}" rx="1.5"><title>${escapeHtml(
    title
  )}</title></rect>`

const svg = (height: number, title: string, content: ReadonlyArray<string>): string =>
  `<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(title)}">${content.join("")}</svg>`

/** How energy maps to height: consumption above the base line, production below it. */
interface Scale {
  readonly base: number
  readonly perWh: number
  readonly stepWh: number
  readonly topWh: number
  readonly bottomWh: number
}

const PLOT = 150

const scaleOf = (upWh: number, downWh: number): Scale => {
  const stepWh = niceStep(Math.max(1000, upWh + downWh), 4)
  const topWh = Math.max(1, Math.ceil(upWh / stepWh)) * stepWh
  const bottomWh = Math.ceil(downWh / stepWh) * stepWh
  const perWh = PLOT / (topWh + bottomWh)
  return { base: TOP + topWh * perWh, perWh, stepWh, topWh, bottomWh }
}

const energyAxis = (scale: Scale, lang: InvoiceLanguage): ReadonlyArray<string> => {
  const content: Array<string> = [label(LEFT - 6, TOP - 10, "end", "kWh", "axis")]
  for (let wh = -scale.bottomWh; wh <= scale.topWh; wh += scale.stepWh) {
    const y = scale.base - wh * scale.perWh
    content.push(line(LEFT, y, WIDTH - RIGHT, y, wh === 0 ? "zero" : "grid"))
    content.push(label(LEFT - 6, y + 3, "end", energyText(Math.abs(wh), lang, scale.stepWh < 1000 ? 1 : 0)))
  }
  return content
}

/** Consumption (and production below the line) of each local day, with the day's mean spot price as a line over it. */
export const dayChart = ({ days }: EnergyProfile, lang: InvoiceLanguage): string => {
  const scale = scaleOf(
    Math.max(...days.map((day) => day.consumptionWh)),
    Math.max(...days.map((day) => day.productionWh))
  )
  const slot = INNER / days.length
  const bars = days.flatMap((day, index) => {
    const x = LEFT + (index + 0.14) * slot
    const title = dayTitle(day, lang)
    const up = day.consumptionWh * scale.perWh
    return [
      bar(x, scale.base - up, slot * 0.72, up, "up", title),
      ...(day.productionWh > 0 ? [bar(x, scale.base, slot * 0.72, day.productionWh * scale.perWh, "down", title)] : [])
    ]
  })
  const content = [...energyAxis(scale, lang), ...bars, ...dayAxis(days, slot, lang), ...spotOverlay(days, slot, lang)]
  return svg(TOP + PLOT + 34, invoiceWords[lang].chartByDay, content)
}

/** Every few days a number, the month under its first; the day of a clock change is marked across the chart. */
const dayAxis = (days: ReadonlyArray<DayEnergy>, slot: number, lang: InvoiceLanguage): ReadonlyArray<string> => {
  const every = days.length > 45 ? 5 : days.length > 15 ? 3 : 1
  const bottom = TOP + PLOT
  return days.flatMap(({ date, hours }, index) => {
    const dayOfMonth = Number(date.slice(8))
    const x = LEFT + (index + 0.5) * slot
    const crowded = dayOfMonth === 31 && index + 1 < days.length
    const parts: Array<string> = []
    if ((dayOfMonth - 1) % every === 0 && !crowded)
      parts.push(label(x, bottom + 14, "middle", `${dayOfMonth}${lang === "da" ? "." : ""}`))
    if (dayOfMonth === 1 || index === 0)
      parts.push(label(x, bottom + 27, "middle", monthText(date, lang), "label month"))
    if (hours !== 24) {
      parts.push(
        line(x, TOP - 4, x, bottom, "change"),
        label(x, TOP - 8, "middle", invoiceWords[lang].chartDay(hours), "label change")
      )
    }
    return parts
  })
}

const monthText = (date: DayEnergy["date"], lang: InvoiceLanguage): string =>
  invoiceWords[lang].months[Number(date.slice(5, 7)) - 1]!

const dayTitle = (day: DayEnergy, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  const produced =
    day.productionWh > 0 ? `, ${words.produced.toLowerCase()} ${energyText(day.productionWh, lang)} kWh` : ""
  const spot =
    day.spotNanoDkkPerKwh === undefined
      ? ""
      : `, ${words.spot.toLowerCase()} ${priceText(dkkOfNano(day.spotNanoDkkPerKwh), lang)} ${words.perKwh}`
  const hours = day.hours === 24 ? "" : ` (${words.chartDay(day.hours)})`
  return `${dateText(day.date, lang)}${hours}: ${energyText(day.consumptionWh, lang)} kWh${produced}${spot}`
}

/** The price line has an axis of its own at the right. */
const spotOverlay = (days: ReadonlyArray<DayEnergy>, slot: number, lang: InvoiceLanguage): ReadonlyArray<string> => {
  const prices = days.flatMap(({ spotNanoDkkPerKwh }, index) =>
    spotNanoDkkPerKwh === undefined ? [] : [{ index, price: spotNanoDkkPerKwh / 1e9 }]
  )
  if (prices.length < 2) return []
  const highest = Math.max(...prices.map(({ price }) => price))
  const lowest = Math.min(0, ...prices.map(({ price }) => price))
  const step = niceStep(highest - lowest || 1, 4)
  const top = Math.ceil(highest / step) * step
  const bottom = Math.floor(lowest / step) * step
  const yOf = (price: number): number => TOP + PLOT * (1 - (price - bottom) / (top - bottom))
  const points = prices.map(({ index, price }) => `${at(LEFT + (index + 0.5) * slot)},${at(yOf(price))}`)
  const content = [
    label(WIDTH, TOP - 10, "end", invoiceWords[lang].perKwh, "axis price"),
    `<polyline class="price" points="${points.join(" ")}"/>`
  ]
  for (let tick = 0; tick * step <= top - bottom + step / 2; tick++) {
    const price = bottom + tick * step
    const text = price.toFixed(step < 0.1 ? 2 : 1).replace("-", "−")
    content.push(
      label(WIDTH - RIGHT + 6, yOf(price) + 3, "start", lang === "da" ? text.replace(".", ",") : text, "label price")
    )
  }
  return content
}

/** Consumption by hour of the day. */
export const hourChart = ({ consumptionWhByHour }: EnergyProfile, lang: InvoiceLanguage): string => {
  const words = invoiceWords[lang]
  const height = 70
  const highest = Math.max(1, ...consumptionWhByHour)
  const slot = INNER / consumptionWhByHour.length
  const content = [
    line(LEFT, TOP + height, WIDTH - RIGHT, TOP + height, "zero"),
    label(LEFT - 14, TOP + height + 14, "end", words.hour, "axis")
  ]
  consumptionWhByHour.forEach((wh, hour) => {
    const tall = (wh / highest) * height
    const title = `${words.hour} ${String(hour).padStart(2, "0")}–${String(hour + 1).padStart(2, "0")}: ${energyText(wh, lang)} kWh`
    content.push(bar(LEFT + hour * slot + slot * 0.14, TOP + height - tall, slot * 0.72, tall, "up", title))
    if (hour % 3 === 0)
      content.push(label(LEFT + hour * slot, TOP + height + 14, "middle", String(hour).padStart(2, "0")))
  })
  content.push(label(WIDTH - RIGHT, TOP + height + 14, "middle", "24"))
  return svg(TOP + height + 20, words.chartByHour, content)
}
