import { gsrnOf, Inbox, LocalDate, MarketCalendar, MeteringLedger, Outbox, verifyRun } from "@datahub-settlement/core"
import { seriesOf } from "@datahub-settlement/core/testing"
import { Database, migrations } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Schedule } from "effect"
import { createHash } from "node:crypto"
import { cpSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { emptyDatabase, migratedDatabase, temporaryFolder } from "../../../test/onDatabase.ts"
import { exampleFolder } from "../../../test/runCommand.ts"

const patience = 600_000

const gsrn = gsrnOf("57131399900000001")

/** Two days of a metering point in one message. */
const appendMessage = (number: number) =>
  MeteringLedger.use((ledger) => {
    const messageId = `while-backing-up-${number}`
    const period = MarketCalendar.datePeriod(LocalDate.make("2026-04-30"), LocalDate.make("2026-05-02"))
    return ledger.append([{ messageId, series: [{ ...seriesOf({ gsrn, period, kwh: "0.300" }), messageId }] }])
  })

/** Messages, and the rows of their readings. */
const counts = Effect.gen(function* () {
  const { sql } = yield* Database
  const [row] = yield* sql<{ messages: number; days: number }>`
    SELECT (SELECT count(*) FROM metering.message WHERE message_id LIKE 'while-%') AS messages,
      (SELECT count(*) FROM metering.metering_day WHERE gsrn = ${gsrn}) AS days`
  return row!
})

/** A message that was handled, and a document that waits to be sent because of it. */
const handleMessage = Effect.gen(function* () {
  const outbox = yield* Outbox
  const answer = { messageId: "out-1", document: "D", process: "BRS-001", processType: "E03", body: "{}" }
  const effects = Effect.as(outbox.enqueue([{ ...answer, transactionIds: ["t-2", "t-1"] }], 0), {
    outcome: "stored" as const,
    parkedParts: 0,
    notes: ["æøå"],
    keepBody: true
  })
  const message = { messageId: "in-1", queue: "masterdata", body: Uint8Array.of(0, 255), receivedAt: 0 }
  return yield* Inbox.use((inbox) => inbox.once(message, effects))
})

const exchangeContents = Effect.gen(function* () {
  const inbox = yield* Inbox
  const outbox = yield* Outbox
  return [yield* inbox.messages({ limit: 9 }), yield* inbox.body("in-1"), yield* outbox.list({ limit: 9 })]
})

/** SHA-256 of a run's lines as the server sends them. */
const linesDigest = Effect.gen(function* () {
  const { copyOut } = yield* Database
  const hash = createHash("sha256")
  yield* copyOut(
    "COPY (SELECT * FROM settlement.line ORDER BY run_id, gsrn, line_no) TO STDOUT (FORMAT binary)",
    (chunk) => hash.update(chunk)
  )
  return hash.digest("hex")
})

describe("db backup and db restore", () => {
  it.live(
    "carry a database over that is written to meanwhile: an old run comes out the same, and work goes on",
    () =>
      Effect.gen(function* () {
        const source = yield* migratedDatabase
        yield* source.command("import", exampleFolder("household-january-2026"))
        const run = JSON.parse((yield* source.command("settle", "run", "--period", "2026-01", "--json")).stdout)
        yield* Effect.provide(handleMessage, source.layer)
        const folder = join(yield* temporaryFolder, "backup")

        let appended = 0
        const ingest = Effect.suspend(() => appendMessage(appended++)).pipe(
          Effect.forever,
          Effect.provide(source.layer)
        )
        const ingesting = yield* Effect.forkScoped(ingest)
        yield* Effect.sync(() => appended).pipe(
          Effect.repeat({ schedule: Schedule.spaced("5 millis"), until: (count) => count > 3 })
        )
        const before = yield* Effect.provide(counts, source.layer)
        const backup = yield* source.command("db", "backup", folder, "--json")
        const after = yield* Effect.provide(counts, source.layer)
        yield* Fiber.interrupt(ingesting)
        expect(backup).toMatchObject({ code: 0, stderr: "" })
        expect(after.messages).toBeGreaterThan(before.messages)
        expect(statSync(folder).mode & 0o077).toBe(0)
        for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)

        const target = yield* emptyDatabase
        const restored = yield* target.command("db", "restore", folder)
        expect(restored).toMatchObject({ code: 0, stderr: "" })
        expect(restored.stdout).toContain(`level ${migrations.length} of ${migrations.length}`)
        const carried = yield* Effect.provide(counts, target.layer)
        expect(carried.messages).toBeGreaterThanOrEqual(before.messages)
        expect(carried.messages).toBeLessThanOrEqual(after.messages)
        expect(carried.days).toBe(2 * carried.messages)

        expect(yield* Effect.provide(linesDigest, target.layer)).toBe(yield* Effect.provide(linesDigest, source.layer))
        const exchange = yield* Effect.provide(exchangeContents, target.layer)
        expect(exchange).toStrictEqual(yield* Effect.provide(exchangeContents, source.layer))
        expect(exchange).toMatchObject([
          [{ messageId: "in-1", notes: ["æøå"] }],
          {},
          [{ transactionIds: ["t-2", "t-1"] }]
        ])
        const verified = yield* Effect.provide(verifyRun(run.runId), target.layer)
        expect(verified).toMatchObject({ points: 1, lines: run.lines, difference: undefined })

        // Identities go on where they were, and history is still kept by its triggers.
        yield* Effect.provide(appendMessage(1_000_000), target.layer)
        const twice = yield* target.command("import", exampleFolder("household-january-2026"), "--json")
        expect(JSON.parse(twice.stdout)).toMatchObject({
          readingDays: 0,
          portfolio: { added: 0 },
          prices: { added: 0 }
        })
        yield* target.command("import", exampleFolder("household-october-2025"))
        const october = yield* target.command("settle", "run", "--period", "2025-10", "--json")
        expect(JSON.parse(october.stdout)).toMatchObject({ total: "945.75" })
        const refused = yield* Effect.flip(
          Effect.provide(
            Database.use(({ sql }) => sql`DELETE FROM metering.metering_day`),
            target.layer
          )
        )
        expect(String(refused.message)).toContain("append-only")

        const again = yield* target.command("db", "restore", folder)
        expect(again.code).toBe(1)
        expect(again.stderr).toContain("the database is not empty")
      }),
    patience
  )

  it.live(
    "refuse what is not whole, and leave the database as it was",
    () =>
      Effect.gen(function* () {
        const source = yield* migratedDatabase
        yield* source.command("import", exampleFolder("household-january-2026"))
        const work = yield* temporaryFolder
        const folder = join(work, "backup")
        yield* source.command("db", "backup", folder)
        const target = yield* emptyDatabase
        const breakings: ReadonlyArray<readonly [(copy: string) => void, string]> = [
          [(copy) => rmSync(join(copy, "manifest.json")), "there is no manifest.json in it"],
          [(copy) => writeFileSync(join(copy, "manifest.json"), "{"), "manifest.json cannot be read"],
          [(copy) => changeManifest(copy, /"formatVersion": 1/, '"formatVersion": 2'), "it is of format 2"],
          [(copy) => changeManifest(copy, /"file": "market/, '"file": "../market'), "manifest.json cannot be read"],
          [(copy) => changeManifest(copy, /"checksum": "[^"]*"/, '"checksum": "x"'), "is of another build"],
          [
            (copy) => changeManifest(copy, /"rows": 2976/, '"rows": 2975'),
            "market.spot_price took 2976 rows, but 2975"
          ],
          [(copy) => rmSync(join(copy, "metering.metering_day.copy")), "metering.metering_day.copy is missing"],
          [(copy) => changeBytes(copy, (bytes) => bytes.subarray(0, -1)), "were written. Take another copy"],
          [(copy) => changeBytes(copy, flipped), "its SHA-256 differs"]
        ]
        for (const [breakIt, reason] of breakings) {
          const copy = join(work, "copy")
          cpSync(folder, copy, { recursive: true })
          breakIt(copy)
          const { code, stderr } = yield* target.command("db", "restore", copy)
          expect(stderr).toContain(reason)
          expect(code).toBe(1)
          rmSync(copy, { recursive: true })
        }
        expect((yield* target.command("db", "restore", folder)).code).toBe(0)
        const taken = yield* source.command("db", "backup", folder)
        expect(taken.stderr).toContain("the folder is not empty")
        const nowhere = yield* source.command("db", "backup", join(work, "missing", "backup"))
        expect(nowhere.stderr).toContain("the folder that it shall lie in does not exist")
        const empty = yield* emptyDatabase
        const nothing = yield* empty.command("db", "backup", join(work, "empty"))
        expect(nothing).toMatchObject({ code: 1 })
        expect(nothing.stderr).toContain("is empty")
      }),
    patience
  )
})

const changeManifest = (folder: string, search: RegExp, replacement: string): void => {
  const path = join(folder, "manifest.json")
  const text = readFileSync(path, "utf8")
  const changed = text.replace(search, replacement)
  if (changed === text) throw new Error(`the manifest does not hold ${search}`)
  writeFileSync(path, changed)
}

const changeBytes = (folder: string, change: (bytes: Buffer) => Uint8Array): void => {
  const path = join(folder, "metering.metering_day.copy")
  writeFileSync(path, change(readFileSync(path)))
}

const flipped = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes)
  copy[copy.length >> 1]! ^= 1
  return copy
}
