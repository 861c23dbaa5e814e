import { chargeKeyText } from "../charges/index.ts"
import { endOf, type Gsrn, type Validity } from "../market/index.ts"
import type { PortfolioPoint } from "../portfolio/index.ts"
import type { CorrectionCause } from "../runs/index.ts"
import type { Touched } from "./noteCorrections.ts"
import { touchedBySupply } from "./touchedBySupply.ts"

/** A time of a metering point for which the portfolio says something else than before, and what. */
export interface TouchedByPortfolio extends Touched {
  readonly cause: Extract<CorrectionCause, "contract" | "links" | "masterData" | "supply">
}

/**
 * What a settlement would see differently after a change of the portfolio: for each metering point and kind the time from
 * the first difference to the last. Names, addresses and customers are none of it.
 */
export const touchedByPortfolio = (
  gsrns: ReadonlyArray<Gsrn>,
  before: ReadonlyMap<Gsrn, PortfolioPoint>,
  after: ReadonlyMap<Gsrn, PortfolioPoint>
): ReadonlyArray<TouchedByPortfolio> =>
  gsrns.flatMap((gsrn) =>
    kinds.flatMap(({ cause, textsOf }) => {
      const changed = changedTime(saidOf(before.get(gsrn), textsOf), saidOf(after.get(gsrn), textsOf))
      if (changed === undefined) return []
      // Electric heating is settled by the year: a part of it that changes moves the limit of the rest.
      const isYearly = cause === "contract" || cause === "supply"
      const [touched] = isYearly
        ? touchedBySupply(touchedBySupply([{ ...changed, gsrn }], before), after)
        : [{ ...changed, gsrn }]
      return [{ ...touched!, cause }]
    })
  )

/** Something that holds for a time, as text. */
interface Said extends Validity {
  readonly text: string
}

interface Kind {
  readonly cause: TouchedByPortfolio["cause"]
  readonly textsOf: (point: PortfolioPoint) => ReadonlyArray<Said>
}

const said = (version: Validity, ...parts: ReadonlyArray<unknown>): Said => ({
  from: version.from,
  ...(version.to === undefined ? {} : { to: version.to }),
  text: JSON.stringify(parts)
})

const kinds: ReadonlyArray<Kind> = [
  {
    cause: "masterData",
    textsOf: ({ meteringPoint }) =>
      meteringPoint.map((one) => said(one, one.type, one.gridArea, one.priceArea, one.parent ?? null))
  },
  { cause: "supply", textsOf: ({ supply }) => supply.map((one) => said(one)) },
  {
    cause: "contract",
    textsOf: ({ contracts }) => contracts.map((one) => said(one, one.terms, one.production, one.electricHeating))
  },
  {
    cause: "links",
    textsOf: ({ links }) => links.map((one) => said(one, chargeKeyText(one.charge), one.quantity, feeAt(one)))
  }
]

/** A fee falls on the day on which its link takes effect: another day is another fee. */
const feeAt = ({ charge, from }: PortfolioPoint["links"][number]): number | undefined =>
  charge.type === "D02" ? from : undefined

const saidOf = (point: PortfolioPoint | undefined, textsOf: Kind["textsOf"]): ReadonlyArray<Said> =>
  point === undefined ? [] : textsOf(point)

/** From the first to the last instant at which something else holds. */
const changedTime = (before: ReadonlyArray<Said>, after: ReadonlyArray<Said>): Validity | undefined => {
  const cuts = [...new Set([...before, ...after].flatMap((one) => [one.from, endOf(one)]))].sort((a, b) => a - b)
  const parts = cuts.slice(1).map((to, i) => ({ from: cuts[i]!, to }))
  const changed = parts.filter(({ from }) => textAt(before, from) !== textAt(after, from))
  if (changed.length === 0) return undefined
  const { from } = changed[0]!
  const { to } = changed.at(-1)!
  return Number.isFinite(to) ? { from, to } : { from }
}

const textAt = (all: ReadonlyArray<Said>, instant: number): string =>
  all
    .filter((one) => one.from <= instant && instant < endOf(one))
    .map(({ text }) => text)
    .sort()
    .join("\n")
