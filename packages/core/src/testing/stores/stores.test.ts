import { describe, layer } from "@effect/vitest"
import { Layer } from "effect"
import type { ChargeStore, SpotPriceStore } from "../../charges/index.ts"
import type { MeteringLedger } from "../../metering/index.ts"
import type { Portfolio } from "../../portfolio/index.ts"
import type { SettlementRunStore } from "../../runs/index.ts"
import {
  acontoPlansConformance,
  chargeStoreConformance,
  type ConformanceCase,
  correctionsDueConformance,
  deadLettersConformance,
  type ExchangePorts,
  inboxConformance,
  memoryExchange,
  memorySettlementRunStore,
  memoryStores,
  meteringLedgerConformance,
  outboxConformance,
  parkedPartsConformance,
  portfolioConformance,
  spotPriceStoreConformance,
  statementsConformance,
  transactionsConformance
} from "./index.ts"

type Stores = ChargeStore | MeteringLedger | Portfolio | SpotPriceStore

describe("stores in memory", () => {
  const suites: Readonly<Record<string, ReadonlyArray<ConformanceCase<Stores>>>> = {
    "metering ledger": meteringLedgerConformance,
    portfolio: portfolioConformance,
    "charge store": chargeStoreConformance,
    "spot price store": spotPriceStoreConformance
  }
  for (const [port, cases] of Object.entries(suites)) {
    layer(memoryStores)(port, (it) => {
      for (const { name, run } of cases) it.effect(name, () => run)
    })
  }
})

describe("exchange in memory", () => {
  const suites: Readonly<Record<string, ReadonlyArray<ConformanceCase<ExchangePorts | SettlementRunStore>>>> = {
    inbox: inboxConformance,
    "dead letters": deadLettersConformance,
    "parked parts": parkedPartsConformance,
    statements: statementsConformance,
    outbox: outboxConformance,
    "corrections due": correctionsDueConformance
  }
  layer(Layer.merge(memoryExchange, memorySettlementRunStore))("port", (it) => {
    for (const { name, run } of acontoPlansConformance) it.effect(`aconto plans: ${name}`, () => run)
    for (const { name, run } of transactionsConformance) it.effect(`transactions: ${name}`, () => run)
    for (const [port, cases] of Object.entries(suites)) {
      for (const { name, run } of cases) it.effect(`${port}: ${name}`, () => run)
    }
  })
})
