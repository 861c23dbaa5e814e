const HOUR_MS = 3_600_000

const format = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Copenhagen",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  hourCycle: "h23"
})

/** Danish wall-clock time as the tz database has it. */
export interface LocalTime {
  /** `YYYY-MM-DD`. */
  readonly date: string
  readonly hour: number
}

const timeByHour = new Map<number, LocalTime>()

/** Local time of an instant. The offset is whole hours, so that one look-up serves a whole hour. */
export const localTimeOf = (instant: number): LocalTime => {
  const hourStart = Math.floor(instant / HOUR_MS) * HOUR_MS
  let time = timeByHour.get(hourStart)
  if (time === undefined) {
    const parts = Object.fromEntries(format.formatToParts(hourStart).map(({ type, value }) => [type, value]))
    time = { date: `${parts.year}-${parts.month}-${parts.day}`, hour: Number(parts.hour) }
    timeByHour.set(hourStart, time)
  }
  return time
}

/** A local day of a period: where it begins, and how long its month is. */
export interface LocalDay {
  readonly start: number
  readonly daysInMonth: number
}

/** The local days that begin in a period, found by walking its hours. */
export const localDaysOf = (from: number, to: number): ReadonlyArray<LocalDay> => {
  const days: Array<LocalDay> = []
  for (let hour = from; hour < to; hour += HOUR_MS) {
    const { date } = localTimeOf(hour)
    if (localTimeOf(hour - HOUR_MS).date === date) continue
    const daysInMonth = new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate()
    days.push({ start: hour, daysInMonth })
  }
  return days
}
