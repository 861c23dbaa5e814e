import { foundation } from "./0001_foundation.ts"
import { metering } from "./0002_metering.ts"
import { market } from "./0003_market.ts"
import { portfolio } from "./0004_portfolio.ts"
import { settlement } from "./0005_settlement.ts"
import { exchange } from "./0006_exchange.ts"
import { processes } from "./0007_processes.ts"
import { corrections } from "./0008_corrections.ts"
import { safeguards } from "./0009_safeguards.ts"
import { located } from "./0010_located.ts"
import { answerable } from "./0011_answerable.ts"
import { waiting } from "./0012_waiting.ts"
import { aconto } from "./0013_aconto.ts"
import type { Migration } from "./Migration.ts"

export type { Migration } from "./Migration.ts"

/** All steps, in order. */
export const migrations: ReadonlyArray<Migration> = [
  foundation,
  metering,
  market,
  portfolio,
  settlement,
  exchange,
  processes,
  corrections,
  safeguards,
  located,
  answerable,
  waiting,
  aconto
]
