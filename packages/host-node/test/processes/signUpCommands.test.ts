import {
  AcontoPlans,
  addDays,
  GridArea,
  gsrnOf,
  LocalDate,
  MarketCalendar,
  Portfolio,
  ProcessStore
} from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Clock, Effect } from "effect"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { migratedDatabase } from "../onDatabase.ts"
import { runCommand } from "../runCommand.ts"
import { scriptedDatahub } from "../serve/scriptedDatahub.ts"
import { quickSettings, serveProcess } from "../serve/serveProcess.ts"

const [home, flat] = [gsrnOf("57131399900000001"), gsrnOf("57131399900000002")]
const house = { streetName: "Havnegade", number: "12", postalCode: "5000" }
const balanceResponsible = "5790009990024"

const product = {
  name: "Spot",
  energy: { kind: "spot", marginDkkPerKwh: "0.045" },
  subscriptionDkkPerMonth: "29.00"
}
const recorded = {
  name: "Spot",
  energy: { kind: "spot", margin: 45_000_000, supplement: 0 },
  subscriptionPerMonth: 29_000_000_000
}

/** Two flats of one house whose customers have left us. */
const formerPoints = Portfolio.use((portfolio) =>
  portfolio.record({
    meteringPoints: [home, flat].map((gsrn, index) => {
      const version = {
        gsrn,
        from: MarketCalendar.startOfDay(LocalDate.make("2024-01-01")),
        type: "E17",
        gridArea: GridArea.make("791"),
        priceArea: "DK2"
      } as const
      const address = { ...house, floor: String(index + 1) }
      const masterData = { gsrn, validFrom: version.from, children: [], estimatedAnnualVolumes: [], address }
      return { ...version, masterData }
    })
  })
)

const folder = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "sign-up-"))),
  (path) => Effect.promise(() => rm(path, { recursive: true, force: true }))
)

describe("sign-ups on the command line and over HTTP", () => {
  it.live(
    "find the metering point by its address, record what is agreed, and say what is wrong in words",
    () =>
      Effect.gen(function* () {
        const { layer, url: databaseUrl } = yield* migratedDatabase
        const datahub = yield* scriptedDatahub
        const settings = { ...quickSettings(datahub.url), DATABASE_URL: databaseUrl }
        const run = (...args: ReadonlyArray<string>) => Effect.promise(() => runCommand(args, { env: settings }))
        yield* formerPoints.pipe(Effect.provide(layer))
        const path = yield* folder
        const write = (name: string, json: unknown) =>
          Effect.as(
            Effect.promise(() => writeFile(join(path, name), JSON.stringify(json))),
            join(path, name)
          )
        const customer = yield* write("customer.json", { name: "Nordlys ApS", cvr: "12345678" })
        const nobody = yield* write("nobody.json", { name: "Nordlys ApS", cvr: "1234" })
        const agreed = yield* write("product.json", { product: { terms: [{ from: "2026-01-01", ...product }] } })
        const ended = yield* write("ended.json", {
          product: { terms: [{ from: "2025-01-01", to: "2026-01-01", ...product }] }
        })
        const today = MarketCalendar.localDateOf(yield* Clock.currentTimeMillis)
        const date = addDays(today, 30)

        const ask = (person: string, ...args: ReadonlyArray<string>) =>
          run("request", "switch", "--customer", person, "--balance-responsible", balanceResponsible, ...args)
        const prepaid = (amount: string, interval: string) => ["--aconto-amount", amount, "--aconto-interval", interval]
        const street = ["--postal-code", "5000", "--street", "havnegade", "--number", "12"]
        const refused = yield* Effect.forEach(
          [
            ask(customer, "--date", date, "--street", "Havnegade"),
            ask(customer, "--date", date, ...street),
            ask(customer, "--date", date, "--gsrn", home, "--product", ended),
            ask(nobody, "--date", today, "--gsrn", home),
            ask(customer, "--date", date, "--gsrn", home, ...prepaid("20000000", "month")),
            ask(customer, "--date", date, "--gsrn", home, "--aconto-amount", "1500"),
            ask(customer, "--date", date, "--gsrn", home, "--aconto-interval", "quarter"),
            ask(customer, "--date", date, "--gsrn", home, ...prepaid("15,00", "month"))
          ],
          (one) => one
        )
        expect(refused.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1, 2, 2, 2])
        expect(refused.map(({ stderr }) => stderr)).toEqual([
          expect.stringContaining("Name the metering point: --gsrn; or --address-id"),
          expect.stringContaining(`2 metering points are at this address, ${home}, ${flat}: ask for floor and door`),
          expect.stringContaining(`none of its terms hold on ${date}`),
          expect.stringMatching(
            /BRS-001 cannot be sent:\n- First day: must be from .* Only a move-in can begin today or earlier\. \(BRS-001 E17\)\n- CVR number: a CVR number has 8 digits \(BRS-001 D17\)\n/
          ),
          expect.stringContaining(
            "- Payment in advance: the amount must be from 0.00 to 10000000.00 DKK in whole øre, got 20000000.00 DKK\n"
          ),
          expect.stringContaining("say how long one payment in advance is for: --aconto-interval month, or quarter"),
          expect.stringContaining("say how much is paid in advance: --aconto-amount 1500.00"),
          expect.stringContaining('DKK with VAT as text with at most 2 decimals ("1500.00")')
        ])
        expect(yield* ProcessStore.use((store) => store.list({ limit: 10 })).pipe(Effect.provide(layer))).toEqual([])

        const wished = [...street, "--floor", "1", "--product", agreed, ...prepaid("1500", "quarter"), "--json"]
        const asked = yield* ask(customer, "--date", date, ...wished)
        expect([asked.code, asked.stderr]).toEqual([0, ""])
        expect(JSON.parse(asked.stdout)).toMatchObject({ gsrn: home, isContractRecorded: true, isAcontoRecorded: true })
        const contractOf = (gsrn: typeof home) =>
          Portfolio.use((portfolio) => portfolio.versions([gsrn])).pipe(
            Effect.provide(layer),
            Effect.map((points) => points.get(gsrn)?.contracts)
          )
        const from = MarketCalendar.startOfDay(date)
        expect(yield* contractOf(home)).toEqual([{ gsrn: home, from, terms: recorded }])
        const plansOf = (gsrn: typeof home) =>
          AcontoPlans.use((store) => store.of([gsrn])).pipe(
            Effect.provide(layer),
            Effect.map((all) => all.get(gsrn)?.plans ?? [])
          )
        const plan = { from, agreedFrom: from, interval: "quarter", amountOere: 150_000 }
        expect(yield* plansOf(home)).toEqual([{ ...plan, gsrn: home }])
        // Somebody moves in before: what is agreed from the later day on stays.
        const earlier = ["--date", addDays(date, -10), "--gsrn", home, "--product", agreed, ...prepaid("80", "month")]
        const who = ["--customer", customer, "--balance-responsible", balanceResponsible]
        const before = yield* run("request", "move-in", ...who, ...earlier)
        expect([before.code, before.stdout.split("\n").slice(1)]).toEqual([
          0,
          [
            expect.stringMatching(
              /^Not recorded: the product, because something else .* `import` when DataHub has accepted\.$/
            ),
            expect.stringMatching(/^Not recorded: the payment in advance, .* `aconto plan` when/),
            ""
          ]
        ])
        expect(yield* plansOf(home)).toEqual([{ ...plan, gsrn: home }])

        const host = yield* serveProcess(settings)
        const post = (name: string, body: unknown) => host.json(`/api/v1/requests/${name}`, body)
        const wish = { date, name: "Nordlys ApS", cvr: "12345678", balanceResponsible, product }
        expect(yield* post("switch", { ...wish, address: house })).toMatchObject({
          status: 422,
          body: { issues: [{ field: "address" }] }
        })
        expect(yield* post("switch", { ...wish, gsrn: flat, cvr: "1234" })).toMatchObject({
          status: 422,
          body: { issues: [{ field: "cvr", rule: "BRS-001 D17", words: "CVR number: a CVR number has 8 digits" }] }
        })
        const half = { ...product, energy: { ...product.energy, marginDkkPerKwh: "4,5 øre" } }
        expect((yield* post("switch", { ...wish, gsrn: flat, product: half })).status).toBe(400)
        const aconto = { interval: "quarter", amountDkk: "1500.00" }
        expect(
          yield* post("switch", { ...wish, gsrn: flat, aconto: { ...aconto, amountDkk: "20000000" } })
        ).toMatchObject({
          status: 422,
          body: { issues: [{ field: "aconto", words: expect.stringMatching(/^Payment in advance: the amount must/) }] }
        })
        expect((yield* post("switch", { ...wish, gsrn: flat, aconto: { ...aconto, interval: "week" } })).status).toBe(
          400
        )
        const made = yield* post("move-in", { ...wish, address: { ...house, floor: "2" }, aconto })
        expect(made).toMatchObject({
          status: 200,
          body: { gsrn: flat, state: "sent", isContractRecorded: true, isAcontoRecorded: true }
        })
        expect(yield* plansOf(flat)).toEqual([{ ...plan, gsrn: flat }])
        expect(yield* contractOf(flat)).toEqual([{ gsrn: flat, from, terms: recorded }])
        expect(yield* post("move-in", { ...wish, gsrn: flat })).toMatchObject({
          status: 409,
          body: { processId: made.body["processId"] }
        })
        for (const name of ["move-out", "end-of-supply"]) {
          expect(yield* post(name, { gsrn: flat, date })).toMatchObject({
            status: 422,
            body: {
              issues: [{ field: "gsrn", words: expect.stringContaining("Look whether the customer has left us") }]
            }
          })
        }
        expect((yield* post("cancel", { processId: "nothing" })).status).toBe(404)
        expect(yield* host.stop("SIGTERM")).toBe(0)
      }),
    600_000
  )
})
