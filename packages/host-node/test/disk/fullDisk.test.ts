import {
  failurePages,
  type GridArea,
  gsrnOf,
  LocalDate,
  MarketCalendar,
  Portfolio,
  SettlementRunStore
} from "@datahub-settlement/core"
import { Database, migrate, startEmbeddedPostgres, stores } from "@datahub-settlement/persistence"
import { expect, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Stream } from "effect"
import { spawnSync } from "node:child_process"
import { existsSync, rmSync, statSync, truncateSync } from "node:fs"
import { join } from "node:path"
import { migratedDatabase, temporaryFolder } from "../onDatabase.ts"
import { exampleFolder, runCommand } from "../runCommand.ts"
import { fill, smallDisk } from "../smallDisk.ts"

const patience = 600_000
const household = exampleFolder("household-january-2026")
const POINTS = 1000

/** Points that we supply and know nothing else of: each fails with two reasons, which take room. */
const recordPoints = Effect.gen(function* () {
  const from = MarketCalendar.startOfDay(LocalDate.make("2026-01-01"))
  const gsrns = Array.from({ length: POINTS }, (_, index) =>
    gsrnOf(`571313999${String(index + 5000).padStart(8, "0")}`)
  )
  const place = { from, type: "E17", gridArea: "791" as GridArea, priceArea: "DK2" } as const
  yield* (yield* Portfolio).record({
    meteringPoints: gsrns.map((gsrn) => ({ gsrn, ...place })),
    supply: gsrns.map((gsrn) => ({ gsrn, from }))
  })
})

/** A new segment of the log, so that it is the tables for which there is no room. */
const freshLog = Database.use(({ sql }) => Effect.andThen(sql`SELECT pg_switch_wal()`, sql`CHECKPOINT`))

const messages = Database.use(({ sql }) =>
  Effect.map(
    sql<{
      count: number
    }>`SELECT (SELECT count(*) FROM metering.message) + (SELECT count(*) FROM market.spot_price) AS count`,
    ([row]) => row!.count
  )
)

/** Everything that a run has stored of its points. */
const storedOf = Effect.fnUntraced(function* (runId: string) {
  const store = yield* SettlementRunStore
  return [yield* store.lines(runId, { points: 10 }), yield* Stream.runCollect(failurePages(runId))]
})

it.live(
  "on a full disk import, settle run and db backup say so and do nothing by halves; afterwards they go on (where a small disk can be made)",
  (context) =>
    Effect.gen(function* () {
      const disk = yield* smallDisk(200)
      if (disk === undefined) return context.skip("this account may not mount a disk of its own")
      const { url } = yield* startEmbeddedPostgres({ dataFolder: join(disk, "data"), durability: "test" })
      const layer = stores.pipe(Layer.provideMerge(Database.layer({ url })))
      const on = Effect.provide(layer)
      const command = (...args: ReadonlyArray<string>) =>
        Effect.promise(() => runCommand(args, { env: { DATABASE_URL: Redacted.value(url) } }))
      const filler = join(disk, "filler")
      yield* on(Effect.andThen(migrate(), recordPoints))

      yield* on(freshLog)
      fill(filler)
      const halted = yield* command("import", household)
      expect(halted).toMatchObject({ code: 1, stdout: "" })
      expect(halted.stderr).toMatch(/disk .*is full|disk is full/)
      expect(yield* on(messages)).toBe(0)
      const backup = yield* command("db", "backup", join(disk, "backup"))
      expect(backup).toMatchObject({ code: 1, stdout: "" })
      expect(backup.stderr).toContain("the disk is full. Free space")
      expect(existsSync(join(disk, "backup"))).toBe(false)
      rmSync(filler)
      expect((yield* command("import", household)).code).toBe(0)

      yield* on(freshLog)
      fill(filler)
      truncateSync(filler, statSync(filler).size - (320 << 10))
      const stopped = yield* command("settle", "run", "--period", "2026-01", "--chunk-points", "20")
      expect(stopped).toMatchObject({ code: 1, stdout: "" })
      expect(stopped.stderr).toMatch(/disk .*is full|disk is full/)
      const said = /^(\d+) metering point\(s\) are done and stored\. Go on with:\n {2}.*--resume (\S+)$/m.exec(
        stopped.stderr
      )
      expect(said, stopped.stderr).not.toBeNull()
      const [, done, runId] = said!
      expect(Number(done) % 20).toBe(0)
      const progress = yield* on(SettlementRunStore.use((store) => store.progress(runId!)))
      expect(progress).toMatchObject({ settled: 1, failed: Number(done) - 1, finishedAt: undefined })

      rmSync(filler)
      const resumed = JSON.parse((yield* command("settle", "run", "--resume", runId!, "--json")).stdout)
      expect(resumed).toMatchObject({ runId, settled: 1, failed: POINTS, total: "936.88" })
      const again = yield* command("settle", "run", "--period", "2026-01", "--as-of", resumed.asOf, "--json")
      expect(yield* on(storedOf(runId!))).toEqual(yield* on(storedOf(JSON.parse(again.stdout).runId)))
      expect((yield* command("runs", "verify", runId!)).code).toBe(0)
    }),
  patience
)

it.live(
  "a backup whose files may not become so large says so and leaves nothing behind",
  () =>
    Effect.gen(function* () {
      const { command, url } = yield* migratedDatabase
      yield* command("import", household)
      const folder = join(yield* temporaryFolder, "backup")
      const main = join(import.meta.dirname, "..", "..", "src", "main.ts")
      const limited = spawnSync(
        "sh",
        ["-c", 'ulimit -f 64; exec "$0" "$@"', process.execPath, "--conditions=source", main, "db", "backup", folder],
        { env: { ...process.env, DATABASE_URL: url }, encoding: "utf8" }
      )
      expect(limited.stdout).toBe("")
      expect(limited.stderr).toContain("a file would become larger than that disk or this account (ulimit -f) allows")
      expect(limited.status).toBe(1)
      expect(existsSync(folder)).toBe(false)
    }),
  patience
)
