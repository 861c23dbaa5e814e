import type { SettlementRunStore } from "@datahub-settlement/core"
import {
  acontoPlansConformance,
  type ConformanceCase,
  correctionsDueConformance,
  deadLettersConformance,
  type ExchangePorts,
  inboxConformance,
  outboxConformance,
  parkedPartsConformance,
  statementsConformance,
  transactionsConformance
} from "@datahub-settlement/core/testing"
import { layer } from "@effect/vitest"
import { Layer } from "effect"
import { stores } from "../../src/stores.ts"
import { migratedDatabase } from "./testStores.ts"

layer(stores.pipe(Layer.provide(migratedDatabase)))("exchange on PostgreSQL", (it) => {
  const suites: Readonly<Record<string, ReadonlyArray<ConformanceCase<ExchangePorts | SettlementRunStore>>>> = {
    inbox: inboxConformance,
    "dead letters": deadLettersConformance,
    "parked parts": parkedPartsConformance,
    statements: statementsConformance,
    outbox: outboxConformance,
    "corrections due": correctionsDueConformance
  }
  for (const { name, run } of acontoPlansConformance) it.effect(`aconto plans: ${name}`, () => run)
  for (const { name, run } of transactionsConformance) it.effect(`transactions: ${name}`, () => run)
  for (const [port, cases] of Object.entries(suites)) {
    for (const { name, run } of cases) it.effect(`${port}: ${name}`, () => run)
  }
})
