import type { Gln, GridArea, Gsrn, Instant, Period } from "../market/index.ts"
import { gs1Fault } from "../market/gs1.ts"
import { participantId } from "./CimHeader.ts"
import { addFault } from "./faults.ts"
import { isObject, type JsonObject } from "./json.ts"
import type { SeriesPlace } from "./seriesDocument.ts"
import { INSTANT_EXPECTED, instantOf, wireInstant } from "./wireInstant.ts"

/*
 * The fields of a series. Each reader takes the key, says what is wrong with path and value, and gives undefined then;
 * `required` makes a fault of a key that is absent. DataHub writes no key where there is no value; null is taken for
 * the same.
 */

/** Reads one field that may be absent. */
export type FieldReader<A> = (wire: JsonObject, key: string, place: SeriesPlace) => A | undefined

/** A field that must be there. Where it is not, the fault is noted and `otherwise` stands in; it is never used. */
export const required = <A>(
  read: FieldReader<A>,
  wire: JsonObject,
  key: string,
  place: SeriesPlace,
  otherwise: A
): A => {
  const before = place.faults.count
  const value = read(wire, key, place)
  if (value === undefined && place.faults.count === before) {
    addFault(place.faults, [...place.path, key], "a value", wire[key])
  }
  return value ?? otherwise
}

/** A bare text. */
export const textIn: FieldReader<string> = (wire, key, { faults, path }) => {
  const text = wire[key]
  if (typeof text === "string" && text !== "") return text
  if (text != null) addFault(faults, [...path, key], "a text", text)
  return undefined
}

/** `{ "value": "E17" }`, or an identifier with its scheme beside. */
export const codeIn: FieldReader<string> = (wire, key, { faults, path }) => {
  const coded = wire[key]
  const code = isObject(coded) ? coded.value : undefined
  if (typeof code === "string" && code !== "") return code
  if (coded != null) {
    addFault(faults, isObject(coded) ? [...path, key, "value"] : [...path, key], "a code {value}", code ?? coded)
  }
  return undefined
}

/** A code whose form is checked. */
const checkedCodeIn =
  <A extends string>(faultOf: (code: string) => string | undefined): FieldReader<A> =>
  (wire, key, place) => {
    const code = codeIn(wire, key, place)
    const fault = code === undefined ? undefined : faultOf(code)
    if (fault === undefined) return code as A | undefined
    addFault(place.faults, [...place.path, key, "value"], fault, code)
    return undefined
  }

export const gsrnIn: FieldReader<Gsrn> = checkedCodeIn((code) => gs1Fault("GSRN", 18, code))

export const glnIn: FieldReader<Gln> = checkedCodeIn((code) => gs1Fault("GLN", 13, code))

/** GLN, or an EIC of 16 characters: DataHub tells them apart by length. */
export const participantIn: FieldReader<string> = checkedCodeIn((code) =>
  code.length === 16 ? undefined : gs1Fault("GLN", 13, code)
)

export const gridAreaIn: FieldReader<GridArea> = checkedCodeIn((code) =>
  /^\d{3}$/.test(code) ? undefined : "a grid area of 3 digits"
)

export const instantIn: FieldReader<Instant> = (wire, key, { faults, path }) => {
  const instant = instantOf(wire[key])
  if (instant === undefined && wire[key] != null) addFault(faults, [...path, key], INSTANT_EXPECTED, wire[key])
  return instant
}

/** The end of what is asked for, `end_DateAndOrTime.dateTime`, after its start. */
export const periodEndIn = (wire: JsonObject, from: Instant | undefined, place: SeriesPlace): Instant | undefined => {
  const key = "end_DateAndOrTime.dateTime"
  const to = instantIn(wire, key, place)
  if (from !== undefined && to !== undefined && to <= from) {
    addFault(place.faults, [...place.path, key], `an instant after ${wireInstant(from)}`, wire[key])
  }
  return to
}

const VERSION_DIGITS_MAX = 36

/** The number of a calculation: digits as text. */
export const versionIn: FieldReader<bigint> = (wire, key, place) => {
  const text = textIn(wire, key, place)
  if (text === undefined) return undefined
  if (text.length <= VERSION_DIGITS_MAX && /^\d+$/.test(text)) return BigInt(text)
  addFault(place.faults, [...place.path, key], "digits", text)
  return undefined
}

/** The object under `Period`; undefined, with the fault noted, where there is none that holds points. */
export const periodIn = (
  wire: JsonObject,
  { faults, path }: SeriesPlace
):
  | { readonly interval: Period & { readonly resolution: string }; readonly points: ReadonlyArray<unknown> }
  | undefined => {
  const period = wire.Period
  if (!isObject(period)) {
    addFault(faults, [...path, "Period"], "an object", period)
    return undefined
  }
  const points = period.Point
  if (!Array.isArray(points)) addFault(faults, [...path, "Period", "Point"], "an array", points)
  const interval = intervalOf(period, { faults, path })
  return interval === undefined || !Array.isArray(points) ? undefined : { interval, points }
}

/** Resolution and time interval of a `Period`. */
export const intervalOf = (
  wire: JsonObject,
  { faults, path }: SeriesPlace
): (Period & { readonly resolution: string }) | undefined => {
  const { resolution, timeInterval } = wire
  const start = isObject(timeInterval) ? valueOf(timeInterval.start) : undefined
  const end = isObject(timeInterval) ? valueOf(timeInterval.end) : undefined
  const from = instantOf(start)
  const to = instantOf(end)
  if (from !== undefined && to !== undefined && typeof resolution === "string" && from < to)
    return { from, to, resolution }
  const at = [...path, "Period", "timeInterval"]
  if (from === undefined) addFault(faults, [...at, "start", "value"], INSTANT_EXPECTED, start)
  if (to === undefined) addFault(faults, [...at, "end", "value"], INSTANT_EXPECTED, end)
  if (typeof resolution !== "string")
    addFault(faults, [...path, "Period", "resolution"], "a duration (PT1H)", resolution)
  if (from !== undefined && to !== undefined && from >= to) {
    addFault(faults, [...at, "end", "value"], `an instant after ${wireInstant(from)}`, end)
  }
  return undefined
}

const valueOf = (wire: unknown): unknown => (isObject(wire) ? wire.value : undefined)

/** `{ "value": "E17" }`, and nothing of nothing. */
export const codeJson = (code: string | undefined): JsonObject | undefined =>
  code === undefined ? undefined : { value: code }

/** A GLN, a GSRN or an EIC with its scheme. */
export const idJson = (id: string | undefined): JsonObject | undefined =>
  id === undefined ? undefined : participantId(id)

/** A timestamp with seconds. */
export const instantJson = (instant: Instant | undefined): string | undefined =>
  instant === undefined ? undefined : wireInstant(instant)

/** A grid area with its scheme. */
export const gridAreaJson = (gridArea: GridArea | undefined): JsonObject | undefined =>
  gridArea === undefined ? undefined : { codingScheme: "NDK", value: gridArea }
