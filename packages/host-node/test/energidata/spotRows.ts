import { intervalMs, LocalDate, MarketCalendar, type Resolution } from "@datahub-settlement/core"

/** One row as Energi Data Service has it. */
export type Row = Readonly<Record<string, string | number | null>>

const wallClock = (instant: number): string => new Date(instant).toISOString().slice(0, 19)

const rowsOf = (
  resolution: Resolution,
  [from, to]: readonly [string, string],
  row: (utc: string, danish: string, area: string, index: number) => Row,
  areas: ReadonlyArray<string> = ["DK1", "DK2"]
): ReadonlyArray<Row> => {
  const period = MarketCalendar.datePeriod(LocalDate.make(from), LocalDate.make(to))
  const step = intervalMs[resolution]
  return Array.from({ length: (period.to - period.from) / step }, (_, index) => period.from + index * step).flatMap(
    (start, index) =>
      areas.map((area) => row(wallClock(start), wallClock(start + MarketCalendar.utcOffsetMs(start)), area, index))
  )
}

/** Hours; the price counts up, the second area 1000 higher. */
export const elspotRows = (...dates: readonly [string, string]): ReadonlyArray<Row> =>
  rowsOf("PT1H", dates, (HourUTC, HourDK, PriceArea, index) => ({
    HourUTC,
    HourDK,
    PriceArea,
    SpotPriceDKK: index + (PriceArea === "DK2" ? 1000 : 0) + 0.000001,
    SpotPriceEUR: index / 8
  }))

/** Quarters, of foreign areas too where they are named. */
export const dayAheadRows = (
  dates: readonly [string, string],
  areas: ReadonlyArray<string> = ["DK1", "DK2"]
): ReadonlyArray<Row> =>
  rowsOf(
    "PT15M",
    dates,
    (TimeUTC, TimeDK, PriceArea, index) => ({
      TimeUTC,
      TimeDK,
      PriceArea,
      DayAheadPriceEUR: index / 8,
      DayAheadPriceDKK: index - 5
    }),
    areas
  )

/** A row of the price list, a flat tariff where nothing else is said. */
export const priceRow = (fields: Row): Row => ({
  ChargeOwner: "Eksempel Net A/S",
  GLN_Number: "5790009990031",
  ChargeType: "D03",
  ChargeTypeCode: "CD",
  Note: "Nettarif C",
  Description: "",
  ValidFrom: "2025-01-01T00:00:00",
  ValidTo: null,
  VATClass: "D02",
  Price1: 0.5,
  ...Object.fromEntries(Array.from({ length: 23 }, (_, index) => [`Price${index + 2}`, null])),
  TransparentInvoicing: 0,
  TaxIndicator: 0,
  ResolutionDuration: "P1D",
  ...fields
})
