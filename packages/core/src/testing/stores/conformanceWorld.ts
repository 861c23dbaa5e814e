import { type Gsrn, gsrnOf, type Instant, LocalDate, MarketCalendar, type Period } from "../../market/index.ts"

/** A metering point that no other case and no other world uses. */
export const worldPoint = (world: number, index: number): Gsrn =>
  gsrnOf(`57131${String(world).padStart(8, "0")}${String(index).padStart(4, "0")}`)

/** Danish midnight of a date. */
export const midnight = (date: string): Instant => MarketCalendar.startOfDay(LocalDate.make(date))

/** The time between two dates, the second excluded. */
export const dates = (from: string, to: string): Period => ({ from: midnight(from), to: midnight(to) })
