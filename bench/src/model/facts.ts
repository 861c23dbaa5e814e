import type { Gsrn } from "@datahub-settlement/core"
import { DAYS } from "./modelCalendar.ts"

/** What is true because DataHub said so. Days are counted, and `to` is not among them; `DAYS` is for ever. */
export type Fact =
  | { readonly kind: "point"; readonly gsrn: Gsrn }
  /** A child point belongs to another one from a day on, until the next day that something is said of. */
  | { readonly kind: "child"; readonly gsrn: Gsrn; readonly parent: Gsrn; readonly day: number }
  | { readonly kind: "start"; readonly gsrn: Gsrn; readonly day: number; readonly why: "E03" | "E65" | "D07" | "D33" }
  | { readonly kind: "stop"; readonly gsrn: Gsrn; readonly day: number; readonly why: "E03" | "E01" | "E20" }
  /** That supply began on that day was wrong. */
  | { readonly kind: "undo"; readonly gsrn: Gsrn; readonly day: number }
  | {
      readonly kind: "readings"
      readonly gsrn: Gsrn
      readonly from: number
      readonly to: number
      readonly wh: number
    }
  /** A charge counts so many times; with `to` the same as `from` it counts no longer. */
  | {
      readonly kind: "link"
      readonly gsrn: Gsrn
      readonly charge: string
      readonly quantity: number
      readonly from: number
      readonly to: number
    }
  | {
      readonly kind: "price"
      readonly charge: string
      /** None where the charge has ended. */
      readonly nano: number | undefined
      readonly from: number
      readonly to: number
    }

  /** Spot is another than it was published first. */
  | { readonly kind: "spot"; readonly nano: number; readonly from: number; readonly to: number }

export type SupplyFact = Extract<Fact, { readonly kind: "start" | "stop" }>

const everyDay = <A>(value: A): Array<A> => Array.from({ length: DAYS }, () => value)

/** Days, the last not among them. */
export interface Days {
  readonly from: number
  readonly to: number
}

/** What was said of the supply of a point and was not undone, in the order in which it was said. */
export const standingSupply = (facts: ReadonlyArray<Fact>, gsrn: Gsrn): ReadonlyArray<SupplyFact> => {
  const standing: Array<SupplyFact> = []
  for (const fact of facts) {
    if (fact.kind === "stop" && fact.gsrn === gsrn && fact.why !== "E03") dropSwitches(standing, fact.day)
    if ((fact.kind === "start" || fact.kind === "stop") && fact.gsrn === gsrn) standing.push(fact)
    if (fact.kind !== "undo" || fact.gsrn !== gsrn) continue
    const at = standing.findLastIndex(({ day, kind }) => kind === "start" && day === fact.day)
    if (at === -1) continue
    const [start] = standing.splice(at, 1)
    // A customer of ours had moved in where we supplied: the move's own stop goes with it.
    const stop = standing.findIndex(({ day, why }) => why === "E01" && day === start!.day && start!.why === "E65")
    if (stop !== -1) standing.splice(stop, 1)
  }
  return standing
}

/** A move and an end of supply cancel a switch that was to come after them (BRS-001). */
const dropSwitches = (standing: Array<SupplyFact>, day: number): void => {
  for (let at = standing.length - 1; at >= 0; at--) {
    const { day: from, kind, why } = standing[at]!
    if (kind === "start" && why === "E03" && from >= day) standing.splice(at, 1)
  }
}

/** When we supply a point: DataHub's word for each day. A move within our own supply ends nothing. */
export const supplyOf = (facts: ReadonlyArray<Fact>, gsrn: Gsrn): ReadonlyArray<Days> => {
  const standing = standingSupply(facts, gsrn)
  const ours = everyDay<boolean>(false)
  for (const [index, fact] of standing.entries()) {
    const isOwnMove =
      fact.kind === "stop" && fact.why === "E01" && standing.some(({ day, why }) => why === "E65" && day === fact.day)
    if (isOwnMove) continue
    // What begins later was told before, and begins then all the same; nor does a move end a later move of another's customer.
    const later = standing.slice(0, index).filter(({ day }) => day > fact.day)
    const ends = later.filter(({ kind, why }) =>
      fact.kind === "stop" ? kind === "start" : kind === "stop" && why === "E01"
    )
    ours.fill(fact.kind === "start", fact.day, Math.min(DAYS, ...ends.map(({ day }) => day)))
  }
  return stretchesOf(ours)
}

const stretchesOf = (days: ReadonlyArray<boolean>): ReadonlyArray<Days> => {
  const stretches: Array<Days> = []
  for (let day = 0; day < days.length; day++) {
    if (!days[day]!) continue
    const from = day
    while (day < days.length && days[day]!) day++
    stretches.push({ from, to: day })
  }
  return stretches
}

/** Wh of every hour by day, undefined where nothing was read: what was registered last holds. */
export const readingsOf = (facts: ReadonlyArray<Fact>, gsrn: Gsrn): ReadonlyArray<number | undefined> => {
  const days = everyDay<number | undefined>(undefined)
  for (const fact of facts) {
    if (fact.kind === "readings" && fact.gsrn === gsrn) days.fill(fact.wh, fact.from, fact.to)
  }
  return days
}

/** How many times a charge counts by day. */
export const linkedOf = (facts: ReadonlyArray<Fact>, gsrn: Gsrn, charge: string): ReadonlyArray<number> => {
  const days = everyDay<number>(0)
  for (const fact of facts) {
    if (fact.kind !== "link" || fact.gsrn !== gsrn || fact.charge !== charge) continue
    const { from, quantity, to } = fact
    if (from === to) for (let day = from; day < DAYS && days[day]! > 0; day++) days[day] = 0
    else days.fill(quantity, from, to)
  }
  return days
}

/** Nano-DKK per kWh or month by day. */
export const pricesOf = (facts: ReadonlyArray<Fact>, charge: string): ReadonlyArray<number | undefined> => {
  const days = everyDay<number | undefined>(undefined)
  for (const fact of facts) {
    if (fact.kind === "price" && fact.charge === charge) days.fill(fact.nano, fact.from, fact.to)
  }
  return days
}

/** Whose child a point is by day. */
export const parentsOf = (facts: ReadonlyArray<Fact>, gsrn: Gsrn): ReadonlyArray<Gsrn | undefined> => {
  const told = new Map(
    facts.flatMap((fact) => (fact.kind === "child" && fact.gsrn === gsrn ? [[fact.day, fact.parent] as const] : []))
  )
  let parent: Gsrn | undefined
  return everyDay<Gsrn | undefined>(undefined).map((_, day) => (parent = told.get(day) ?? parent))
}

/** Nano-DKK per kWh by day, where spot was revised. */
export const revisedSpotOf = (facts: ReadonlyArray<Fact>): ReadonlyArray<number | undefined> => {
  const days = everyDay<number | undefined>(undefined)
  for (const fact of facts) if (fact.kind === "spot") days.fill(fact.nano, fact.from, fact.to)
  return days
}
