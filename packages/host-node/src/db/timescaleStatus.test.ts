import { withConnection } from "@datahub-settlement/persistence"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Exit } from "effect"
import { chmod, mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { migratedDatabase, temporaryFolder } from "../../test/onDatabase.ts"

const patience = 600_000

/** What `db status` asks TimescaleDB about a ledger that has no chunks yet. */
const VIEWS_OF_IT = `
  CREATE SCHEMA timescaledb_information;
  CREATE VIEW timescaledb_information.chunks AS
    SELECT ''::text AS hypertable_schema, ''::text AS hypertable_name, ''::text AS chunk_schema, ''::text AS chunk_name,
      false AS is_compressed, now() AS range_start, now() AS range_end WHERE false;
  CREATE SCHEMA _timescaledb_functions;
  CREATE FUNCTION _timescaledb_functions.get_approx_row_count(regclass) RETURNS bigint LANGUAGE sql AS 'SELECT 0::bigint';
  CREATE FUNCTION public.chunks_detailed_size(regclass) RETURNS TABLE (chunk_schema text, chunk_name text, total_bytes bigint)
    LANGUAGE sql AS $$ SELECT ''::text, ''::text, 0::bigint WHERE false $$;
`

/** Where a server finds an extension by the name of timescaledb that has nothing of it but its name and some views. */
const standIn = Effect.gen(function* () {
  const folder = yield* temporaryFolder
  const file = (name: string, text: string) =>
    Effect.promise(() => writeFile(join(folder, "extension", name), text, { mode: 0o644 }))
  yield* Effect.promise(() => mkdir(join(folder, "extension")))
  yield* Effect.promise(() => chmod(folder, 0o755))
  yield* file("timescaledb.control", "default_version = '2.29.2'\nrelocatable = false\n")
  yield* file("timescaledb--2.28.0.sql", VIEWS_OF_IT)
  yield* file("timescaledb--2.28.0--2.29.2.sql", "SELECT 1;\n")
  return folder
})

describe("a database whose TimescaleDB is too old", () => {
  it.live(
    "is told of by db status, and refused by db migrate and by all that reads or writes readings",
    (context) =>
      Effect.gen(function* () {
        const { command, url } = yield* migratedDatabase
        const execute = (statement: string) => withConnection(url, (run) => run(statement))
        const real = yield* execute("SELECT FROM pg_extension WHERE extname = 'timescaledb'")
        if (real.length > 0) return context.skip("this server has TimescaleDB itself: nothing can stand in for it")
        const name = new URL(url).pathname.slice(1)
        const path = `$system:${yield* standIn}`
        // PostgreSQL before 18 looks in its own folder only.
        const placed = yield* Effect.exit(execute(`ALTER DATABASE ${name} SET extension_control_path = '${path}'`))
        if (Exit.isFailure(placed)) return context.skip("this server takes extensions from its own folder only")
        yield* execute("CREATE EXTENSION timescaledb VERSION '2.28.0'")
        expect((yield* command("db", "migrate")).code).toBe(0)
        yield* execute(
          "ALTER TABLE metering.metering_day RENAME TO before; CREATE TABLE metering.metering_day (LIKE metering.before)"
        )
        const reason = "TimescaleDB 2.28.0 is in the database, and versions before 2.29.2 can read wrong results"
        const status = yield* command("db", "status")
        expect(status).toMatchObject({ code: 0, stderr: "" })
        expect(status.stdout).toContain("TimescaleDB 2.28.0: update to 2.29.2 or newer\n")
        expect(status.stdout).toMatch(/^Level +\d+ of \d+\. TimescaleDB 2\.28\.0 is in the database/m)
        expect(JSON.parse((yield* command("db", "status", "--json")).stdout)).toMatchObject({
          timescaleVersion: "2.28.0",
          migration: { fault: expect.stringContaining("run `ALTER EXTENSION timescaledb UPDATE`") }
        })
        for (const args of [
          ["db", "migrate"],
          ["runs", "list"],
          ["settle", "run", "--period", "2026-01"]
        ]) {
          const { code, stderr, stdout } = yield* command(...args)
          expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
          expect(stderr).toContain(`datahub-settlement: ${reason}`)
        }
        yield* execute("ALTER EXTENSION timescaledb UPDATE")
        expect((yield* command("runs", "list")).code).toBe(0)
        expect((yield* command("db", "status")).stdout).toContain("TimescaleDB 2.29.2\n")
      }),
    patience
  )
})
