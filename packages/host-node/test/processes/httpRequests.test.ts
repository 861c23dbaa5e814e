import {
  addDays,
  formatInstant,
  GridArea,
  gsrnOf,
  type Instant,
  MarketCalendar,
  openProcess,
  Outbox,
  Portfolio,
  ProcessStore,
  replayProcess
} from "@datahub-settlement/core"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { migratedDatabase } from "../onDatabase.ts"
import { apiInProcess } from "../serve/apiInProcess.ts"

const gsrns = ["01", "02", "03", "04", "05"].map((last) => gsrnOf(`571313999000000${last}`))
const [heated, switched, moved, switchedToo, movedToo] = gsrns
const lost = gsrnOf("57131399900000006")

const today = MarketCalendar.localDateOf(Date.now())
/** When our supply of them began, wrongly; of the heated one too. */
const date = addDays(today, -10)

const ourPoints = Portfolio.use((portfolio) => {
  const from = MarketCalendar.startOfDay(date)
  return portfolio.record({
    meteringPoints: gsrns.map((gsrn) => ({
      gsrn,
      from,
      type: "E17",
      gridArea: GridArea.make("791"),
      priceArea: "DK2"
    })),
    supply: gsrns.map((gsrn) => ({ gsrn, from }))
  })
})

/** Another supplier took a metering point from us, wrongly, and DataHub asks whether we take it back. */
const askedBack = ProcessStore.use((store) => {
  const effectiveAt: Instant = MarketCalendar.startOfDay(date)
  const at = Date.now()
  const opening = {
    id: "p-back",
    kind: "erroneousSwitch",
    role: "previous",
    gsrn: lost,
    effectiveAt,
    openedAt: at
  } as const
  const asked = { kind: "resumptionRequested", effectiveAt, at, transactionId: "t-asked" } as const
  return store.open(replayProcess(Result.getOrThrow(openProcess(opening)), [asked]))
})

/** A customer of whom DataHub is told; what is said of the number stays out of every answer. */
const customer = { name: "Anna Hansen", cpr: 101901234, contacts: [] }

describe("requests over HTTP", () => {
  it.live(
    "are those of the command line, with the same refusals, and name what cannot be read",
    () =>
      Effect.gen(function* () {
        const { layer } = yield* migratedDatabase
        yield* Effect.provide(Effect.andThen(ourPoints, askedBack), layer)
        const api = yield* apiInProcess(layer)
        const ask = (name: string, body: unknown) => api(`/api/v1/requests/${name}`, body)
        const tell = (name: string, body: unknown) => api(`/api/v1/portal-reports/${name}`, body)

        const heating = { gsrn: heated, date: today, electricHeating: true }
        expect(yield* ask("electric-heating", { ...heating, date: addDays(today, 1) })).toMatchObject({
          status: 422,
          body: { _tag: "RefusedRequest", issues: [{ field: "startAt", rule: "BRS-041 E17", words: /^First day: / }] }
        })
        expect(yield* ask("electric-heating", { ...heating, gsrn: lost })).toMatchObject({
          status: 422,
          body: { issues: [{ field: "gsrn", rule: "BRS-041 E16" }] }
        })
        const reported = yield* ask("electric-heating", heating)
        expect(reported).toMatchObject({ status: 200, body: { state: "addSent", messageId: expect.any(String) } })
        expect(yield* ask("electric-heating", heating)).toMatchObject({
          status: 409,
          body: { _tag: "AlreadyUnderWay", processId: reported.body["processId"] }
        })

        expect(yield* ask("electric-heating", { ...heating, electricHeating: "yes", day: today })).toMatchObject({
          status: 400,
          body: {
            errors: [
              { path: ["payload", "day"], message: "Expected no excess property" },
              { path: ["payload", "electricHeating"], message: "Expected boolean" }
            ]
          }
        })
        const unreadable = yield* ask("customer-data", { gsrn: heated, date, reason: "E34", customer })
        expect(unreadable).toMatchObject({
          status: 400,
          body: { errors: [{ path: ["payload", "customer", "cpr"], message: "Expected string" }] }
        })
        expect(JSON.stringify(unreadable.body)).not.toContain("101901234")

        expect(yield* ask("erroneous-switch", { gsrn: switched, date: today })).toMatchObject({
          status: 422,
          body: { issues: [{ field: "switchAt", rule: "BRS-003 E16" }] }
        })
        expect(yield* ask("erroneous-switch", { gsrn: switched, date, form: "RSM-005" })).toMatchObject({
          status: 200,
          body: { state: "correctionRequested" }
        })
        expect(yield* ask("erroneous-move", { gsrn: moved, date, by: "" })).toMatchObject({ status: 400 })
        const corrected = { gsrn: moved, date, by: "anna", correctedDate: addDays(date, 3), form: "RSM-003" }
        expect(yield* ask("erroneous-move", corrected)).toMatchObject({ status: 200, body: { state: "reported" } })

        const said = { date, by: "anna", remark: "case 4711" }
        expect(yield* tell("erroneous-switch", { ...said, gsrn: lost })).toMatchObject({ status: 422 })
        const told = yield* tell("erroneous-switch", { ...said, gsrn: switchedToo })
        expect(told).toEqual({ status: 200, body: { processId: expect.any(String), state: "correctionRequested" } })
        expect(yield* tell("erroneous-move", { ...said, gsrn: movedToo })).toMatchObject({ status: 200 })
        const held = [switched, moved, switchedToo, movedToo].map((gsrn) => expect.objectContaining({ gsrn }))
        const { items } = (yield* api("/api/v1/holds")).body
        expect(items).toHaveLength(held.length)
        expect(items).toEqual(expect.arrayContaining(held))

        expect(yield* ask("resumption", { processId: told.body["processId"], accepted: true })).toMatchObject({
          status: 404,
          body: { detail: expect.stringContaining("is no request to take a metering point back") }
        })
        expect(yield* ask("resumption", { processId: "p-back", accepted: false })).toMatchObject({ status: 422 })
        const no = { processId: "p-back", accepted: false, contractEndedByUs: true }
        expect(yield* ask("resumption", no)).toMatchObject({ status: 200, body: { state: "refused" } })

        const now = Date.now() + 1000
        const sent = yield* Outbox.use((outbox) => outbox.claim({ now, until: now, limit: 10 })).pipe(
          Effect.provide(layer)
        )
        expect(sent.map(({ document, process }) => `${document} ${process}`).sort()).toEqual([
          "RejectRequestReallocateChangeOfSupplier BRS-003",
          "RequestChangeCustomerCharacteristics BRS-041",
          "RequestEndOfSupply BRS-003",
          "RequestReallocateChangeOfSupplier BRS-011"
        ])
        const move = sent.find(({ process }) => process === "BRS-011")
        expect(move?.body).toContain(formatInstant(MarketCalendar.startOfDay(corrected.correctedDate)))
      }),
    600_000
  )
})
