import { Effect } from "effect"
import { Statements } from "../exchange/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { noteCorrections } from "./noteCorrections.ts"
import { type Applying, pointSubject } from "./PreparedMessage.ts"
import { supplyChanges, type SupplyEvent, supplyStatement } from "./supplyEvents.ts"
import { touchedBySupply } from "./touchedBySupply.ts"

/** Records that our supply begins or ends, among all that was told of it before and later. */
export const recordSupply = Effect.fnUntraced(function* (events: ReadonlyArray<SupplyEvent>, applying: Applying) {
  const portfolio = yield* Portfolio
  const statements = yield* Statements
  const gsrns = [...new Set(events.map(({ gsrn }) => gsrn))]
  const told = Map.groupBy(yield* statements.of(gsrns.map(pointSubject), ["supply"]), ({ subject }) => subject)
  const stored = yield* portfolio.versions(gsrns)
  const { removed, supply, touched } = supplyChanges(events, told, stored)
  yield* statements.add(events.map(supplyStatement))
  if (touched.length === 0) return
  yield* portfolio.record({ supply, removed: { supply: removed } })
  yield* noteCorrections("supply", touchedBySupply(touched, stored), applying)
})
