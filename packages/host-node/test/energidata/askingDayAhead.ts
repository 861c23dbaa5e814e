import { LocalDate } from "@datahub-settlement/core"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import type { EnergiDataQuery } from "../../src/energidata/EnergiDataQuery.ts"
import { type EnergiDataOptions, EnergiDataService } from "../../src/energidata/EnergiDataService.ts"
import { type EnergiDataWait } from "../../src/energidata/RequestTurn.ts"
import { askingAt, passing, today } from "./asking.ts"
import { type FakeEnergiData, fakeEnergiData } from "./fakeEnergiData.ts"
import { dayAheadRows } from "./spotRows.ts"

const january = { from: LocalDate.make("2026-01-10"), to: LocalDate.make("2026-01-11") }
/** What most tests ask for. */
export const query: EnergiDataQuery = { dataset: "DayAheadPrices", ...january, filter: { PriceArea: ["DK1", "DK2"] } }
/** All rows that the service has. */
export const rows = dayAheadRows(["2026-01-09", "2026-01-12"])

/** Two days of rows and more around the one that is asked for. */
export const started = Effect.gen(function* () {
  yield* TestClock.setTime(today)
  return yield* fakeEnergiData({ DayAheadPrices: rows, Elspotprices: [], DatahubPricelist: [] })
})

export const ask = (fake: FakeEnergiData, options: Partial<EnergiDataOptions> = {}, asked: EnergiDataQuery = query) =>
  EnergiDataService.use((service) => service.rows(asked)).pipe(Effect.provide(askingAt(fake, options)))

export type Waits = Array<EnergiDataWait & { readonly from: number }>

export const refusal = (fake: FakeEnergiData, options: Partial<EnergiDataOptions> = {}, waits: Waits = []) =>
  Effect.flip(passing(waits, ask(fake, options)))
