import {
  CimParser,
  gsrnOf,
  LocalDate,
  MarketCalendar,
  resettlePoint,
  runSettlement,
  SettlementRunStore
} from "@datahub-settlement/core"
import { NodeServices } from "@effect/platform-node"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { holdBills } from "../../test/holdBills.ts"
import { migratedDatabase, temporaryFolder } from "../../test/onDatabase.ts"
import { exampleFolder } from "../../test/runCommand.ts"
import { importFolder } from "../import/importFolder.ts"
import { invoiceOfRun, writeInvoices } from "./invoices.ts"

const household = gsrnOf("57131399900000101")
const runId = "5b2cc27c-51a5-4a8f-8a4e-c8f0a0d5f3a1"

/** The household's invoice of January, as a page below a folder. */
const invoiced = Effect.fnUntraced(function* (folder: string) {
  const run = yield* (yield* SettlementRunStore).find(runId)
  const invoice = yield* invoiceOfRun(run, yield* resettlePoint(runId, household), LocalDate.make("2026-02-03"))
  const into = yield* writeInvoices(folder, [invoice])
  return { invoice, files: readdirSync(into, { recursive: true }).sort(), into }
})

describe("invoices of a run", () => {
  it.live(
    "lie apart, and are no bills, while their metering point is on hold",
    () =>
      Effect.gen(function* () {
        const { layer } = yield* migratedDatabase
        const [folder, heldFolder] = [yield* temporaryFolder, yield* temporaryFolder]
        const work = Effect.gen(function* () {
          yield* importFolder(exampleFolder("household-january-2026"), () => Effect.void)
          yield* runSettlement({ runId, period: MarketCalendar.monthPeriod(LocalDate.make("2026-01-01")) })
          const free = yield* invoiced(folder)
          expect(free).toMatchObject({ invoice: { holds: [], totalOere: 93_688 }, files: [`${household}.html`] })

          yield* holdBills(household, "2026-01")
          const held = yield* invoiced(heldFolder)
          expect(held.invoice).toMatchObject({ holds: [{ gsrn: household, processId: "p-1" }], totalOere: 93_688 })
          expect(held.files).toEqual(["on-hold", join("on-hold", `${household}.html`)])
          const page = readFileSync(join(held.into, "on-hold", `${household}.html`), "utf8")
          expect(page).toContain(`Må ikke sendes: forbrug på målepunkt ${household} fra 10. jan. 2026`)
        })
        yield* work.pipe(Effect.provide([layer, CimParser.layer, NodeServices.layer]))
      }),
    600_000
  )
})
