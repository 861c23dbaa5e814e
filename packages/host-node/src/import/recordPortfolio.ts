import {
  type Gsrn,
  Portfolio,
  type PortfolioChanges,
  type PortfolioPoint,
  type RecordOutcome,
  takeLinks,
  takePortfolio
} from "@datahub-settlement/core"
import { Clock, Effect, Option } from "effect"
import type { DatedLinks, FolderContents } from "../folder/FolderContents.ts"
import type { MergedSettings } from "../plan/mergedSettings.ts"
import { contractsOf } from "./contractsOf.ts"
import { masterDataVersions, parentsOf, priceAreas } from "./masterDataVersions.ts"
import { endedParts, supplyOf } from "./supplyOf.ts"

const SOURCE = "import"

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
  for (const document of contents.links) {
    const outcome = yield* recordLinks(contents, document)
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
      ...contents.products.flatMap(({ value }) => value.gsrns ?? [])
    ])
  ].sort()

const changesOfPoint = (contents: FolderContents, { meteringPoints }: MergedSettings) => {
  const priceAreaOf = priceAreas(contents, { meteringPoints })
  const parents = parentsOf(contents)
  return (gsrn: Gsrn, point: Option.Option<PortfolioPoint>): PortfolioChanges => {
    const stored = Option.getOrUndefined(point)
    const own = meteringPoints.get(gsrn)
    const isBilled = own !== undefined || contents.products.some(({ value }) => value.gsrns?.includes(gsrn) === true)
    const supply = supplyOf(gsrn, contents, own, stored?.supply ?? [])
    const contracts = isBilled
      ? contractsOf(gsrn, contents, own, supply.length > 0 ? supply : (stored?.supply ?? []))
      : []
    const ofPoint = <V extends object>(part: V) => ({ ...part, gsrn })
    return {
      meteringPoints: masterDataVersions(gsrn, contents, parents, priceAreaOf, stored?.meteringPoint ?? []),
      supply,
      contracts,
      removed: {
        supply: endedParts(stored?.supply ?? [], supply).map(ofPoint),
        contracts: endedParts(stored?.contracts ?? [], contracts).map(ofPoint)
      }
    }
  }
}

/** Links as DataHub made them last, whichever folder they came in; each point on its own where one is refused. */
const recordLinks = Effect.fnUntraced(function* (contents: FolderContents, { header, links }: DatedLinks) {
  const now = yield* Clock.currentTimeMillis
  const applying = { messageId: header.messageId, now }
  const outcomes = yield* Effect.forEach(
    Map.groupBy(links, ({ gsrn }) => gsrn),
    ([gsrn, ofPoint]) =>
      takeLinks({ header, links: ofPoint }, applying).pipe(
        Effect.catchTag(["OverlappingVersion", "InvalidVersion", "UnknownMeteringPoint"], (problem) =>
          Effect.sync(() => {
            contents.problems.push({ kind: problem._tag, gsrn, message: problem.message })
            return NOTHING
          })
        )
      )
  )
  return sumOf(outcomes)
})

const sumOf = (outcomes: ReadonlyArray<RecordOutcome>): RecordOutcome => ({
  added: outcomes.reduce((sum, { added }) => sum + added, 0),
  superseded: outcomes.reduce((sum, { superseded }) => sum + superseded, 0)
})

const NOTHING: RecordOutcome = { added: 0, superseded: 0 }

const recordTogether = Effect.fnUntraced(function* (
  contents: FolderContents,
  changes: ReadonlyArray<PortfolioChanges>
) {
  const alone = Effect.forEach(changes, (one) =>
    takePortfolio(one, SOURCE).pipe(
      Effect.catchTag(["OverlappingVersion", "InvalidVersion", "UnknownMeteringPoint"], (problem) =>
        Effect.sync(() => {
          contents.problems.push({ kind: problem._tag, gsrn: problem.gsrn, message: problem.message })
          return NOTHING
        })
      )
    )
  ).pipe(Effect.map(sumOf))
  return yield* takePortfolio(together(changes), SOURCE).pipe(
    Effect.catchTag(["OverlappingVersion", "InvalidVersion", "UnknownMeteringPoint"], () => alone)
  )
})

const together = (changes: ReadonlyArray<PortfolioChanges>): PortfolioChanges => ({
  meteringPoints: changes.flatMap(({ meteringPoints = [] }) => meteringPoints),
  supply: changes.flatMap(({ supply = [] }) => supply),
  contracts: changes.flatMap(({ contracts = [] }) => contracts),
  removed: {
    supply: changes.flatMap(({ removed }) => removed?.supply ?? []),
    contracts: changes.flatMap(({ removed }) => removed?.contracts ?? [])
  }
})
