import { Gsrn, LocalDate, MarketCalendar, openProcess, ProcessStore, replayProcess } from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { rmSync } from "node:fs"
import { brokenCopy, makeWorkFolder } from "../brokenCopy.ts"
import { migratedDatabase } from "../onDatabase.ts"
import { apiKey } from "../serve/jsonCalls.ts"
import { scriptedDatahub } from "../serve/scriptedDatahub.ts"
import { quickSettings, serveProcess } from "../serve/serveProcess.ts"

const patience = 1_800_000
const gsrn = "571313999000001017"
const day = (text: string) => MarketCalendar.startOfDay(LocalDate.make(text))

/** The household of January 2026, with 3,000.00 to be paid for each quarter from the first of January on. */
const prepaidHousehold = Effect.fnUntraced(function* (end: { readonly to?: string } = {}) {
  const work = yield* Effect.acquireRelease(Effect.sync(makeWorkFolder), (folder) =>
    Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
  )
  const copy = brokenCopy(work, "household-january-2026")
  const aconto = [{ from: "2026-01-01", ...end, interval: "quarter", amountDkk: "3000.00" }]
  copy.replace("settlement.json", '"priceArea": "DK2",', `"priceArea": "DK2", "aconto": ${JSON.stringify(aconto)},`)
  return copy
})

interface Share {
  readonly from: string
  readonly amountDkk: string
  readonly source: string
}

/** What is prepaid for the first quarter; how many there are after it depends on today. */
const firstQuarter = (shares: ReadonlyArray<Share>) =>
  shares.filter(({ from }) => from === "2026-01-01").map(({ amountDkk }) => amountDkk)

/** Who each of these came from. */
const toldBy = (shares: ReadonlyArray<Share>) =>
  shares.filter(({ from }) => from === "2026-01-01").map(({ source }) => source.split(",")[0])

describe("payment in advance", () => {
  it.live(
    "is imported, shown, changed and ended on the command line, and set against a last bill",
    () =>
      Effect.gen(function* () {
        const { command, layer } = yield* migratedDatabase
        const copy = yield* prepaidHousehold()
        const refused = yield* command("import", (yield* prepaidHousehold({ to: "2025-12-01" })).folder, "--json")
        expect(refused.code).toBe(1)
        expect(JSON.parse(refused.stdout)).toMatchObject({
          aconto: { added: 0, superseded: 0 },
          problems: [
            { kind: "AcontoPlanRefused", gsrn, message: expect.stringContaining("it must end after it begins") }
          ]
        })
        const imported = yield* command("import", copy.folder, "--json")
        expect(imported.code).toBe(0)
        expect(JSON.parse(imported.stdout).aconto).toEqual({ added: 1, superseded: 0 })
        const again = yield* command("import", copy.folder, "--json")
        expect(JSON.parse(again.stdout).aconto).toEqual({ added: 0, superseded: 0 })

        const shown = yield* command("aconto", "show", gsrn)
        expect(shown.stdout).toMatch(/^2026-01-01 {3}… {6}quarter +3000\.00$/m)
        expect(shown.stdout).toMatch(/^2026-01-01 {2}2026-04-01 +3000\.00 +90 {2}\S+ {2}import, /m)

        /*
         * January costs 936.88, as the example is settled by hand. Of 3,000.00 for ninety days 1,033.33 are for its 31:
         * 96.45 too much, and the other 1,966.67 are for days after it.
         */
        const bill = yield* command("aconto", "last-bill", gsrn, "--end", "2026-02-01", "--json")
        expect([bill.code, bill.stderr]).toEqual([0, ""])
        expect(JSON.parse(bill.stdout)).toMatchObject({
          from: "2026-01-01",
          to: "2026-02-01",
          costs: [{ from: "2026-01-01", to: "2026-02-01", totalDkk: "936.88" }],
          totalDkk: "936.88",
          prepaidDkk: "1033.33",
          dueDkk: "-96.45",
          beyondDkk: "1966.67"
        })
        const early = yield* command("aconto", "last-bill", gsrn, "--end", "2020-01-01")
        expect([early.code, early.stderr]).toEqual([1, expect.stringContaining("it is not supplied before")])
        const unread = yield* command("aconto", "last-bill", gsrn, "--end", "2026-03-11")
        expect([unread.code, unread.stderr]).toEqual([1, expect.stringContaining("cannot be settled")])

        // The same bill, where a process says that it is due.
        const effectiveAt = day("2026-02-01")
        const opening = { id: "p-9", kind: "moveOut", role: "current", gsrn: Gsrn.make(gsrn), effectiveAt } as const
        const at = effectiveAt - 9 * 86_400_000
        const left = replayProcess(Result.getOrThrow(openProcess({ ...opening, openedAt: at })), [
          { kind: "sent", at },
          { kind: "accepted", at },
          { kind: "dateReached", at: effectiveAt }
        ])
        yield* ProcessStore.use((store) => store.open(left)).pipe(Effect.provide(layer))
        const due = yield* command("processes", "final-settlement", "p-9#3.3")
        expect(due.stdout).toMatch(/^Prepaid for these days +-1033\.33\nTo be paid back +96\.45\n/m)
        expect(due.stdout).toContain("Of the prepayment 1966.67 DKK is for days after the end")
        expect((yield* command("processes", "final-settlement", "p-9#3.9")).stderr).toContain("of this id is due")

        // Fifteen days of the ninety at 3,000.00, then 75 at 3,600.00; ended in February, sixteen.
        const by = ["--by", "anna"]
        const plan = ["aconto", "plan", gsrn, "--interval", "quarter", "--from", "2026-01-16"]
        const changed = yield* command(...plan, "--amount", "3600", ...by, "--json")
        expect([changed.code, changed.stderr]).toEqual([0, ""])
        expect(firstQuarter(JSON.parse(changed.stdout).shares)).toEqual(["3500.00"])
        const stopped = yield* command("aconto", "stop", gsrn, "--from", "2026-02-01", ...by, "--json")
        expect(firstQuarter(JSON.parse(stopped.stdout).shares)).toEqual(["1140.00"])
        const history = JSON.parse((yield* command("aconto", "show", gsrn, "--history", "--json")).stdout)
        expect(firstQuarter(history)).toEqual(["3000.00", "3500.00", "1140.00"])
        expect(toldBy(history)).toEqual(["import", "anna", "anna"])

        // The folder says what it said before, and neither change is undone.
        const later = yield* command("import", copy.folder, "--json")
        expect(JSON.parse(later.stdout).aconto).toEqual({ added: 0, superseded: 0 })
        const still = JSON.parse((yield* command("aconto", "show", gsrn, "--json")).stdout)
        expect([still.plans.at(-1).to, firstQuarter(still.shares)]).toEqual(["2026-02-01", ["1140.00"]])

        const wrong = yield* command(...plan, "--amount", "10.005", ...by)
        expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("at most 2 decimals")])
        const backwards = yield* command(...plan, "--amount", "10", "--to", "2026-01-15", ...by)
        expect([backwards.code, backwards.stderr]).toEqual([1, expect.stringContaining("it must end after it begins")])
        const nothing = yield* command("aconto", "show", "571313999000000010")
        expect(nothing.stdout).toBe("Nothing is paid in advance for 571313999000000010.\n")
      }),
    patience
  )

  it.live(
    "is shown, agreed and ended over HTTP",
    () =>
      Effect.gen(function* () {
        const { command, url: databaseUrl } = yield* migratedDatabase
        const copy = yield* prepaidHousehold()
        expect((yield* command("import", copy.folder)).code).toBe(0)
        const datahub = yield* scriptedDatahub
        const host = yield* serveProcess({ ...quickSettings(datahub.url), DATABASE_URL: databaseUrl })
        const headers = { "x-api-key": apiKey, "content-type": "application/json" }
        const asked = (path: string, body?: object) =>
          Effect.map(
            host.get(`/api/v1/${path}`, {
              headers,
              ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) })
            }),
            ({ status, text }) => ({ status, body: JSON.parse(text) })
          )
        const path = `aconto/${gsrn}`
        expect((yield* asked(path)).body.plans).toEqual([
          { from: "2026-01-01", interval: "quarter", amountDkk: "3000.00" }
        ])
        const plan = { from: "2026-01-16", interval: "quarter", amountDkk: "3600.00", by: "anna" }
        const agreed = yield* asked(`${path}/plans`, plan)
        expect(agreed.status).toBe(200)
        expect(firstQuarter(agreed.body.shares)).toEqual(["3500.00"])
        expect((yield* asked(`${path}/plans`, { ...plan, amountDkk: "-1" })).status).toBe(400)
        expect(yield* asked(`${path}/plans`, { ...plan, to: "2026-01-01" })).toMatchObject({
          status: 422,
          body: { _tag: "NotPossible", detail: expect.stringContaining("it must end after it begins") }
        })
        const stopped = yield* asked(`${path}/stop`, { from: "2026-02-01", by: "bo" })
        expect(firstQuarter(stopped.body.shares)).toEqual(["1140.00"])
        const { items } = (yield* asked(`${path}/history`)).body
        expect(firstQuarter(items)).toEqual(["3000.00", "3500.00", "1140.00"])
        expect(toldBy(items)).toEqual(["import", "anna", "bo"])
        // 936.88 less 500.00 and 640.00.
        expect((yield* asked(`${path}/last-bill?end=2026-02-01`)).body).toMatchObject({
          prepaidDkk: "1140.00",
          dueDkk: "-203.12"
        })
        expect((yield* asked(`${path}/last-bill?end=2026-03-11`)).status).toBe(422)
        expect((yield* asked("final-settlements/p-9%233.3")).status).toBe(404)
        const { paths } = (yield* Effect.map(host.get("/openapi.json"), ({ text }) => JSON.parse(text))) as {
          paths: object
        }
        expect(Object.keys(paths).filter((one) => one.includes("aconto"))).toEqual([
          "/api/v1/aconto/{gsrn}",
          "/api/v1/aconto/{gsrn}/history",
          "/api/v1/aconto/{gsrn}/plans",
          "/api/v1/aconto/{gsrn}/stop",
          "/api/v1/aconto/{gsrn}/last-bill"
        ])
      }),
    patience
  )
})
