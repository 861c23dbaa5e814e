import {
  type ChargeLink,
  type Gsrn,
  Portfolio,
  type PortfolioChanges,
  type PortfolioPoint,
  type RecordOutcome
} from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import type { FolderContents } from "../folder/FolderContents.ts"
import type { MergedSettings } from "../plan/mergedSettings.ts"
import { contractsOf } from "./contractsOf.ts"
import { linkChanges } from "./linkChanges.ts"
import { masterDataVersions, parentsOf, priceAreas } from "./masterDataVersions.ts"
import { endedParts, supplyOf } from "./supplyOf.ts"

/** Metering points that are read at the same time. */
const READ_AHEAD = 4

/** Metering points that are recorded together. */
const POINTS_TOGETHER = 200

/** Records what a folder says of metering points, supply, contracts and links, each point on its own where one is refused. */
export const recordPortfolio = Effect.fn("recordPortfolio")(function* (
  contents: FolderContents,
  settings: MergedSettings
) {
  const portfolio = yield* Portfolio
  const changesOf = changesOfPoint(contents, settings)
  const gsrns = toldPoints(contents, settings)
  let added = 0
  let superseded = 0
  for (let first = 0; first < gsrns.length; first += POINTS_TOGETHER) {
    const changes = yield* Effect.forEach(
      gsrns.slice(first, first + POINTS_TOGETHER),
      (gsrn) => Effect.map(portfolio.point(gsrn), (stored) => changesOf(gsrn, stored)),
      { concurrency: READ_AHEAD }
    )
    const outcome = yield* recordTogether(contents, changes)
    added += outcome.added
    superseded += outcome.superseded
  }
  return { added, superseded }
})

/** Every metering point that a folder says something of, readings aside. */
const toldPoints = (contents: FolderContents, { meteringPoints }: MergedSettings): ReadonlyArray<Gsrn> =>
  [
    ...new Set([
      ...contents.masterData.keys(),
      ...parentsOf(contents).keys(),
      ...meteringPoints.keys(),
      ...contents.products.flatMap(({ value }) => value.gsrns ?? []),
      ...contents.links.flatMap(({ links }) => links.map(({ gsrn }) => gsrn))
    ])
  ].sort()

const changesOfPoint = (contents: FolderContents, { meteringPoints }: MergedSettings) => {
  const priceAreaOf = priceAreas(contents, { meteringPoints })
  const parents = parentsOf(contents)
  const incoming = Map.groupBy(linksInOrder(contents), ({ gsrn }) => gsrn)
  return (gsrn: Gsrn, point: Option.Option<PortfolioPoint>): PortfolioChanges => {
    const stored = Option.getOrUndefined(point)
    const own = meteringPoints.get(gsrn)
    const isBilled = own !== undefined || contents.products.some(({ value }) => value.gsrns?.includes(gsrn) === true)
    const supply = supplyOf(gsrn, contents, own, stored?.supply ?? [])
    const contracts = isBilled
      ? contractsOf(gsrn, contents, own, supply.length > 0 ? supply : (stored?.supply ?? []))
      : []
    const { links, removed } = linkChanges(stored?.links ?? [], incoming.get(gsrn) ?? [])
    const ofPoint = <V extends object>(part: V) => ({ ...part, gsrn })
    return {
      meteringPoints: masterDataVersions(gsrn, contents, parents, priceAreaOf, stored?.meteringPoint ?? []),
      supply,
      contracts,
      links: incoming.has(gsrn) ? links : [],
      removed: {
        supply: endedParts(stored?.supply ?? [], supply).map(ofPoint),
        contracts: endedParts(stored?.contracts ?? [], contracts).map(ofPoint),
        links: removed
      }
    }
  }
}

/** Links in the order in which DataHub made them. */
const linksInOrder = ({ links }: FolderContents): ReadonlyArray<ChargeLink> =>
  links
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.messageId < b.messageId ? -1 : 1))
    .flatMap((document) => document.links)

const NOTHING: RecordOutcome = { added: 0, superseded: 0 }

const recordTogether = Effect.fnUntraced(function* (
  contents: FolderContents,
  changes: ReadonlyArray<PortfolioChanges>
) {
  const portfolio = yield* Portfolio
  const alone = Effect.forEach(changes, (one) =>
    portfolio.record(one).pipe(
      Effect.catchTag(["OverlappingVersion", "InvalidVersion", "UnknownMeteringPoint"], (problem) =>
        Effect.sync(() => {
          contents.problems.push({ kind: problem._tag, gsrn: problem.gsrn, message: problem.message })
          return NOTHING
        })
      )
    )
  ).pipe(
    Effect.map((outcomes) => ({
      added: outcomes.reduce((sum, { added }) => sum + added, 0),
      superseded: outcomes.reduce((sum, { superseded }) => sum + superseded, 0)
    }))
  )
  return yield* portfolio
    .record(together(changes))
    .pipe(Effect.catchTag(["OverlappingVersion", "InvalidVersion", "UnknownMeteringPoint"], () => alone))
})

const together = (changes: ReadonlyArray<PortfolioChanges>): PortfolioChanges => ({
  meteringPoints: changes.flatMap(({ meteringPoints = [] }) => meteringPoints),
  supply: changes.flatMap(({ supply = [] }) => supply),
  contracts: changes.flatMap(({ contracts = [] }) => contracts),
  links: changes.flatMap(({ links = [] }) => links),
  removed: {
    supply: changes.flatMap(({ removed }) => removed?.supply ?? []),
    contracts: changes.flatMap(({ removed }) => removed?.contracts ?? []),
    links: changes.flatMap(({ removed }) => removed?.links ?? [])
  }
})
