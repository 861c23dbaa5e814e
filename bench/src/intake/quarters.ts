import { intervalMs, type MeteringSeries } from "@datahub-settlement/core"

/** The same readings by quarters: each hour shared out, the rest of it in its first quarter. */
export const asQuarters = (series: MeteringSeries): MeteringSeries => {
  if (series.resolution === "PT15M") return series
  const perHour = intervalMs.PT1H / intervalMs.PT15M
  const quantitiesWh = new Int32Array(series.quantitiesWh.length * perHour)
  series.quantitiesWh.forEach((wh, hour) => {
    const each = Math.floor(wh / perHour)
    quantitiesWh.fill(each, hour * perHour, (hour + 1) * perHour)
    quantitiesWh[hour * perHour] = wh - each * (perHour - 1)
  })
  return { ...series, resolution: "PT15M", quantitiesWh, qualities: new Uint8Array(quantitiesWh.length).fill(1) }
}
