import { type LocalDate, MarketCalendar } from "@datahub-settlement/core"
import { makeSimulator } from "@datahub-settlement/simulator"
import { Effect } from "effect"
import type { OpenStore } from "../store/openStore.ts"
import { makeDemoIds } from "./demoIds.ts"
import { demoReport } from "./DemoReport.ts"
import { invoiceOfRun, writeInvoices } from "./invoices.ts"
import { newReadingNews } from "./readingNews.ts"
import { settleCorrections, settleMonth } from "./settling.ts"
import { simulatedHostConfig, simulatedSurroundings, startWorkers } from "./simulatedHost.ts"
import { passUntil, type Stage, tell } from "./Stage.ts"
import { beforeTheMonth, storyBegin, storyEnd, theMonth } from "./story.ts"
import type { Teller } from "./Teller.ts"

/** What a demo is played with. */
export interface DemoOptions {
  readonly seed: number
  /** Metering points of the simulated world, children and production included. */
  readonly points: number
  readonly daysPerSecond: number
  readonly teller: Teller
  readonly folder: string
}

/** A scenario that does nothing by itself. */
const QUIET = "move_out"

/** Plays the whole story on an open store: the simulated DataHub, the host's own workers, a month settled and corrected. */
export const playDemo = Effect.fnUntraced(function* (options: DemoOptions, store: OpenStore) {
  const { points, seed } = options
  const simulator = yield* makeSimulator({
    seed,
    points,
    startAt: storyBegin,
    speed: 0,
    answerDelayMs: 0,
    scenario: QUIET
  })
  const config = simulatedHostConfig(simulator)
  const stage: Stage = {
    simulator,
    ids: makeDemoIds(seed),
    teller: options.teller,
    daysPerSecond: options.daysPerSecond,
    begin: storyBegin,
    end: storyEnd,
    news: newReadingNews()
  }
  const played = Effect.andThen(startWorkers(config, store), playStory(stage, options.folder))
  return yield* played.pipe(Effect.provide(simulatedSurroundings(config, simulator, stage.ids)))
}, Effect.scoped)

const playStory = Effect.fnUntraced(function* (stage: Stage, folder: string) {
  const supplier = stage.simulator.client.gln
  yield* beforeTheMonth(stage, supplier)
  yield* theMonth(stage, supplier)
  const billed = yield* settleMonth(stage, "month")
  const { failed, settled } = billed.progress
  yield* tell(stage, `settlement run of January: ${settled} metering points settled, ${failed} not`)
  const issuedOn: LocalDate = MarketCalendar.localDateOf(yield* stage.simulator.clock.now)
  yield* passUntil(stage, storyEnd)
  const corrected = yield* settleCorrections(stage)
  yield* tell(stage, `corrections since then: ${corrected.length} metering points settled anew`)
  const invoices = yield* Effect.forEach(billed.settlements, (one) => invoiceOfRun(billed.run, one, issuedOn))
  const invoiceFolder = yield* writeInvoices(folder, invoices)
  yield* stage.teller.done
  const report = yield* demoReport(stage, billed, invoices, corrected)
  return { report, invoices, invoiceFolder }
})
