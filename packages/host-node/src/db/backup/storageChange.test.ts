import { withConnection } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { chmod } from "node:fs/promises"
import { join } from "node:path"
import { emptyDatabase, migratedDatabase, temporaryFolder } from "../../../test/onDatabase.ts"
import { type CommandResult, exampleFolder, runCommand } from "../../../test/runCommand.ts"

const patience = 600_000

type RunsCommand = (...args: ReadonlyArray<string>) => Effect.Effect<CommandResult>

/** What a command printed as JSON; it must have done what it should. */
const told = (command: RunsCommand, ...args: ReadonlyArray<string>) =>
  Effect.map(command(...args, "--json"), ({ code, stderr, stdout }) => {
    if (code !== 0) expect.fail(`${args.join(" ")} ended with ${code}: ${stderr}`)
    return JSON.parse(stdout)
  })

const COMPRESS =
  "SELECT compress_chunk(chunk, if_not_compressed => true) FROM show_chunks('metering.metering_day') AS chunk"

const months = [
  { example: "household-october-2025", gsrn: "571313999000002021", period: "2025-10" },
  { example: "household-january-2026", gsrn: "571313999000001017", period: "2026-01" }
]

/** What has to be the same wherever it lies: the sums of the readings, and of each run its lines when it is made again. */
const contents = Effect.fnUntraced(function* (command: RunsCommand, runIds: ReadonlyArray<string>) {
  const readings = yield* Effect.forEach(months, ({ gsrn, period }) =>
    told(command, "readings", "show", "--gsrn", gsrn, "--period", period, "--by", "day")
  )
  const runs = yield* Effect.forEach(runIds, (runId) => told(command, "runs", "verify", runId))
  const shown = yield* Effect.forEach(runIds, (runId) => told(command, "runs", "show", runId))
  return { readings, runs, shown }
})

describe("a backup from one way of storing readings to the other", () => {
  it.live(
    "carries TimescaleDB's compressed chunks into native partitions and back, and runs come out the same",
    (context) =>
      Effect.gen(function* () {
        const source = yield* migratedDatabase
        const execute = (statement: string) => withConnection(source.url, (run) => run(statement))
        const { ledger } = yield* told(source.command, "db", "status")
        if (ledger.storage === "native partitions") return context.skip("this server has no TimescaleDB")
        const work = yield* temporaryFolder
        // The account that the server runs as, where it is another one, must get to its data.
        yield* Effect.promise(() => chmod(work, 0o711))
        const [folder, plainFolder, back] = ["a", "data", "b"].map((name) => join(work, name)) as [
          string,
          string,
          string
        ]
        const plain: RunsCommand = (...args) =>
          Effect.promise(() => runCommand([...args, "--data-folder", plainFolder]))

        const runs = yield* Effect.forEach(months, ({ example, period }) =>
          Effect.andThen(
            source.command("import", exampleFolder(example)),
            // The point of the one example has no readings in the month of the other, which is told of the run.
            Effect.map(source.command("settle", "run", "--period", period, "--json"), ({ stdout }) =>
              JSON.parse(stdout)
            )
          )
        )
        const runIds: ReadonlyArray<string> = runs.map(({ runId }) => runId)
        yield* execute(COMPRESS)
        const before = yield* contents(source.command, runIds)
        const manifest = yield* told(source.command, "db", "backup", folder)

        yield* told(plain, "db", "restore", folder)
        expect((yield* told(plain, "db", "status")).ledger.storage).toBe("native partitions")
        expect(yield* contents(plain, runIds)).toEqual(before)
        const again = yield* told(plain, "db", "backup", back)
        const rows = (backup: { tables: ReadonlyArray<{ name: string; rows: number }> }) =>
          backup.tables.map((table) => `${table.name} ${table.rows}`)
        expect(rows(again)).toEqual(rows(manifest))

        const target = yield* emptyDatabase
        yield* told(target.command, "db", "restore", back)
        yield* withConnection(target.url, (run) => run(COMPRESS))
        const status = yield* told(target.command, "db", "status")
        expect(status.ledger).toMatchObject({ storage: "TimescaleDB hypertable", parts: expect.any(Array) })
        expect(status.ledger.parts.every(({ compressed }: { compressed: boolean }) => compressed)).toBe(true)
        expect(yield* contents(target.command, runIds)).toEqual(before)
      }),
    patience
  )
})
