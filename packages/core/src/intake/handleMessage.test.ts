import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making, us } from "../../test/intake/Making.ts"
import { DeadLetters, Inbox, ParkedParts, type ReceivedMessage, Statements } from "../exchange/index.ts"
import { Gln, gsrnOf, priceAreaOfGridArea } from "../market/index.ts"
import { MeteringLedger } from "../metering/index.ts"
import { Portfolio } from "../portfolio/index.ts"
import { CorrectionsDue } from "../runs/index.ts"
import { StorageError } from "../storage/index.ts"
import { memoryIntake } from "../testing/index.ts"
import { handleMessage, keepUnreadable } from "./handleMessage.ts"
import { IntakeSettings } from "./IntakeSettings.ts"
import { pointSubject } from "./PreparedMessage.ts"
import { replayDeadLetter } from "./replayDeadLetter.ts"
import { retryParked } from "./retryParked.ts"
import { utf8Of } from "./utf8.ts"

const received = (messageId: string, body: string | Uint8Array): ReceivedMessage => ({
  messageId,
  queue: "masterdata",
  body: typeof body === "string" ? utf8Of(body) : body,
  receivedAt: 0,
  correlationId: "c-1"
})

const year = { from: day("2025-01-01"), to: day("2026-01-01") }

const readingDays = Effect.map(
  MeteringLedger.use((ledger) => ledger.readings({ gsrns: [gsrn], period: year })),
  (series) => series.length
)

describe("handling a message", () => {
  it.effect("keeps what cannot be read among the dead letters, with its bytes and what is wrong", () =>
    Effect.gen(function* () {
      const letters = yield* DeadLetters
      const wrong: ReadonlyArray<readonly [string | Uint8Array, string, RegExp]> = [
        ["{", "NoCimDocument", /begins with "\{"/],
        ["[]", "NoCimDocument", /no CIM document/],
        ["<xml/>", "NoCimDocument", /<xml/],
        [Uint8Array.of(0xff, 0xfe, 0x7b), "NotUtf8", /UTF-8/],
        ['{ "NotifyValidatedMeasureData_MarketDocument": ', "CimError", /line 1, column/],
        ['{ "NotifyValidatedMeasureData_MarketDocument": { "mRID": 7 } }', "CimError", /mRID: expected a text, got 7/],
        ['{ "SomethingNew_MarketDocument": { "mRID": "x" } }', "CimError", /createdDateTime/]
      ]
      for (const [index, [body, kind, text]] of wrong.entries()) {
        const message = received(`m-${index}`, body)
        const handled = yield* handleMessage(message)
        assert.strictEqual(handled.outcome, "dead letter")
        const letter = Option.getOrThrow(yield* letters.find(message.messageId))
        assert.deepStrictEqual(letter.body, message.body)
        assert.strictEqual(letter.reason.kind, kind)
        assert.match(letter.reason.text, text)
      }
      const again = yield* handleMessage(received("m-0", "{"))
      assert.strictEqual(again.outcome, "known before")
      assert.strictEqual((yield* letters.list({ limit: 100 })).length, wrong.length)
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )

  it.effect("does not use what is for someone else", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.masterData("E03", { validFrom: day("2025-02-01"), supplyStart: day("2025-02-01") })
      const handled = yield* handleMessage(made.messages[0]!)
      assert.strictEqual(handled.outcome, "dead letter")
      assert.deepStrictEqual(handled.notes, [`it is for ${us}, and we are 5790009990048`])
      assert.isTrue(Option.isNone(yield* Portfolio.use((portfolio) => portfolio.point(gsrn))))
    }).pipe(Effect.provide(memoryIntake({ gln: Gln.make("5790009990048") })))
  )

  it.effect("keeps and lists a document that nothing acts on", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.make("E05", "E78", (header) => ({
        NotifyCancellationOfTomorrow_MarketDocument: {
          mRID: header.messageId,
          createdDateTime: "2025-01-01T06:00:00Z",
          "process.processType": { value: "E05" },
          type: { value: "E78" },
          "sender_MarketParticipant.mRID": { value: "5790001330552" },
          "sender_MarketParticipant.marketRole.type": { value: "DDZ" },
          "receiver_MarketParticipant.mRID": { value: us },
          "receiver_MarketParticipant.marketRole.type": { value: "DDQ" }
        }
      }))
      const [message] = made.messages
      assert.strictEqual((yield* handleMessage(message!)).outcome, "stored")
      const inbox = yield* Inbox
      const [entry] = yield* inbox.messages({ outcome: "stored", limit: 10 })
      assert.strictEqual(entry?.document, "NotifyCancellationOfTomorrow")
      assert.deepStrictEqual(yield* inbox.body(message!.messageId), Option.some(message!.body))
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )

  it.effect("lets readings wait for their metering point, and takes them up with it, once", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(day("2025-02-03"))
      const parked = yield* ParkedParts
      const made = new Making()
      made.readings("2025-02-01", "0.100")
      made.readings("2025-02-02", "0.100")
      made.masterData("E03", { validFrom: day("2025-02-01"), supplyStart: day("2025-02-01") })
      const [first, second, masterData] = made.messages as [ReceivedMessage, ReceivedMessage, ReceivedMessage]
      assert.strictEqual((yield* handleMessage(first)).parkedParts, 1)
      yield* handleMessage(second)
      assert.strictEqual(yield* parked.count, 2)
      assert.strictEqual(yield* readingDays, 0)
      const handled = yield* handleMessage(masterData)
      assert.deepStrictEqual(handled.notes, [`took up ${gsrn} of m-1`, `took up ${gsrn} of m-2`])
      assert.strictEqual(yield* parked.count, 0)
      assert.strictEqual(yield* readingDays, 2)
      for (const message of made.messages) assert.strictEqual((yield* handleMessage(message)).outcome, "known before")
      assert.strictEqual(yield* readingDays, 2)
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )

  it.effect("lets master data of an unknown grid area wait until somebody says where it lies", () =>
    Effect.gen(function* () {
      const settings = yield* IntakeSettings
      const made = new Making()
      made.masterData("E03", { validFrom: day("2025-02-01"), supplyStart: day("2025-02-01"), gridArea: "999" })
      made.readings("2025-02-01", "0.100")
      for (const message of made.messages) yield* handleMessage(message)
      const parked = yield* ParkedParts
      const reasons = (yield* parked.list(10)).map(({ reason }) => reason)
      assert.match(reasons[0]!, /grid area 999 lies in DK1 or DK2: name it in the configuration/)
      assert.deepStrictEqual(yield* retryParked(), [])
      const told = { ...settings, priceAreaOf: (area: string) => (area === "999" ? ("DK1" as const) : undefined) }
      yield* retryParked().pipe(Effect.provideService(IntakeSettings, told))
      assert.strictEqual(yield* parked.count, 0)
      const point = Option.getOrThrow(yield* Portfolio.use((portfolio) => portfolio.point(gsrn)))
      assert.strictEqual(point.meteringPoint[0]?.priceArea, "DK1")
      assert.strictEqual(point.supply.length, 1)
      assert.strictEqual(yield* readingDays, 1)
    }).pipe(Effect.provide(memoryIntake({ gln: us, priceAreaOf: priceAreaOfGridArea })))
  )

  it.effect("keeps nothing of a part that waited and is refused in the end, but its dead letter", () =>
    Effect.gen(function* () {
      const settings = yield* IntakeSettings
      const made = new Making()
      const offMidnight = day("2025-02-01") + 3_600_000
      made.masterData("E03", { validFrom: offMidnight, supplyStart: offMidnight, gridArea: "999" })
      assert.strictEqual((yield* handleMessage(made.messages[0]!)).parkedParts, 1)
      const told = { ...settings, priceAreaOf: () => "DK1" as const }
      yield* retryParked().pipe(Effect.provideService(IntakeSettings, told))
      assert.strictEqual(yield* ParkedParts.use((parked) => parked.count), 0)
      assert.strictEqual((yield* DeadLetters.use((letters) => letters.list({ limit: 10 }))).length, 1)
      const statements = yield* Statements
      assert.deepStrictEqual(yield* statements.of([pointSubject(gsrn)], ["master data", "supply"]), [])
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )

  it.effect("lets a child that says nothing of its own wait for its parent", () =>
    Effect.gen(function* () {
      const child = gsrnOf("57131399900000003")
      const made = new Making()
      made.masterData("E02", {
        gsrn: child,
        validFrom: day("2025-02-01"),
        type: "D14",
        gridArea: undefined,
        parent: { gsrn, type: "E17" }
      })
      made.masterData("E03", { validFrom: day("2025-02-01"), supplyStart: day("2025-02-01") })
      const [first, second] = made.messages as [ReceivedMessage, ReceivedMessage]
      assert.strictEqual((yield* handleMessage(first)).parkedParts, 1)
      yield* handleMessage(second)
      const parent = Option.getOrThrow(yield* Portfolio.use((portfolio) => portfolio.point(gsrn)))
      assert.deepStrictEqual(
        parent.children.map((one) => [one.gsrn, one.type]),
        [[child, "D14"]]
      )
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )

  it.effect("keeps a message that came only in part", () =>
    Effect.gen(function* () {
      const message = received("big", "{ ")
      const reason = { kind: "BodyTooLarge", text: "more than 64 MiB" }
      assert.strictEqual((yield* keepUnreadable(message, reason, true)).outcome, "dead letter")
      assert.strictEqual((yield* keepUnreadable(message, reason, true)).outcome, "known before")
      const letter = Option.getOrThrow(yield* DeadLetters.use((letters) => letters.find("big")))
      assert.isTrue(letter.truncated)
      assert.strictEqual(letter.correlationId, "c-1")
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )

  it.effect("replays a dead letter once what was wrong is mended", () =>
    Effect.gen(function* () {
      const settings = yield* IntakeSettings
      const made = new Making()
      made.masterData("E03", { validFrom: day("2025-02-01"), supplyStart: day("2025-02-01") })
      yield* handleMessage(made.messages[0]!)
      const still = yield* Effect.flip(replayDeadLetter("m-1"))
      assert.strictEqual(still._tag, "MessageRefused")
      const letters = yield* DeadLetters
      assert.strictEqual(Option.getOrThrow(yield* letters.find("m-1")).state, "open")
      const mended = Effect.provideService(replayDeadLetter("m-1"), IntakeSettings, { ...settings, gln: us })
      assert.strictEqual((yield* mended).outcome, "applied")
      assert.strictEqual((yield* Effect.flip(mended))._tag, "DeadLetterNotOpen")
      const [entry] = yield* Inbox.use((inbox) => inbox.messages({ limit: 1 }))
      assert.strictEqual(entry?.outcome, "applied")
      assert.isTrue(Option.isSome(yield* Portfolio.use((portfolio) => portfolio.point(gsrn))))
      const told = yield* Statements.use((statements) => statements.of([pointSubject(gsrn)], ["master data"]))
      assert.deepStrictEqual(
        told.map(({ messageId }) => messageId),
        ["m-1"]
      )
    }).pipe(Effect.provide(memoryIntake({ gln: Gln.make("5790009990048") })))
  )

  it.effect("lets clocks differ by five minutes", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.readings("2025-02-01", "0.100")
      const message = made.messages[0]!
      const [, createdAt = ""] = /"createdDateTime":"([^"]+)"/.exec(new TextDecoder().decode(message.body)) ?? []
      const earliest = Date.parse(createdAt) - 5 * 60_000
      yield* TestClock.setTime(earliest)
      assert.notMatch((yield* handleMessage(message)).notes.join(), /clock/)
      yield* TestClock.setTime(earliest - 1)
      assert.match((yield* handleMessage({ ...message, messageId: "m-2" })).notes.join(), /check this machine's clock/)
    }).pipe(Effect.provide(memoryIntake()))
  )

  it.effect("keeps the bytes of readings where they are wanted, and says when the clock is wrong", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.readings("2025-02-01", "0.100")
      const handled = yield* handleMessage(made.messages[0]!)
      assert.match(handled.notes.join(), /after it was received: check this machine's clock/)
      assert.isTrue(Option.isSome(yield* Inbox.use((inbox) => inbox.body("m-1"))))
    }).pipe(Effect.provide(memoryIntake({ gln: us, keepsReadings: true })))
  )

  it.effect("blames the message only when the store refused what it said", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.masterData("E03", { validFrom: day("2025-02-01"), supplyStart: day("2025-02-01") })
      made.readings("2025-02-01", "0.100")
      const [masterData, readings] = made.messages as [ReceivedMessage, ReceivedMessage]
      yield* handleMessage(masterData)
      const ledger = yield* MeteringLedger
      const failing = (refusesData: boolean) =>
        handleMessage(readings).pipe(
          Effect.provideService(MeteringLedger, {
            ...ledger,
            append: () => new StorageError({ operation: "append", reason: "no", retryable: false, refusesData })
          })
        )
      assert.strictEqual((yield* Effect.flip(failing(false)))._tag, "StorageError")
      assert.isTrue(Option.isNone(yield* Inbox.use((inbox) => inbox.find(readings.messageId))))
      assert.strictEqual((yield* failing(true)).outcome, "dead letter")
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )

  it.effect("knows a message that somebody else put among the dead letters in the meantime", () =>
    Effect.gen(function* () {
      const message = { messageId: "m-1", queue: "masterdata", body: Uint8Array.of(123), receivedAt: 0 }
      const inbox = yield* Inbox
      // Both have looked before either has stored.
      const beforeBoth = { ...inbox, find: () => Effect.succeedNone }
      const handle = Effect.provideService(handleMessage(message), Inbox, beforeBoth)
      assert.deepStrictEqual(
        [yield* handle, yield* handle].map(({ outcome }) => outcome),
        ["dead letter", "known before"]
      )
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )

  it.effect("notes no correction while nothing was settled", () =>
    Effect.gen(function* () {
      const made = new Making()
      made.masterData("E03", { validFrom: day("2025-02-01"), supplyStart: day("2025-02-01") })
      made.readings("2025-02-01", "0.100")
      for (const message of made.messages) yield* handleMessage(message)
      assert.deepStrictEqual(yield* CorrectionsDue.use((corrections) => corrections.open(10)), [])
    }).pipe(Effect.provide(memoryIntake({ gln: us })))
  )
})
