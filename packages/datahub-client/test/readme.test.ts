import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { answer, message, scriptedDatahub } from "./scriptedDatahub.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

interface Run {
  readonly status: number | null
  readonly output: string
}

const run = (folder: string, environment: Readonly<Record<string, string>>): Effect.Effect<Run> =>
  Effect.callback<Run>((resume) => {
    const child = spawn(process.execPath, ["--conditions=source", "empty.mts"], {
      cwd: folder,
      env: { ...process.env, ...environment }
    })
    let output = ""
    child.stdout.on("data", (data) => void (output += String(data)))
    child.stderr.on("data", (data) => void (output += String(data)))
    child.on("close", (status) => resume(Effect.succeed({ status, output })))
  })

it.live("the example in the README empties a queue", () =>
  Effect.gen(function* () {
    const example = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(join(root, "README.md"), "utf8"))![1]!
    // Inside the package, so that it finds what a user would have installed.
    const scratch = join(root, ".scratch")
    mkdirSync(scratch, { recursive: true })
    const folder = yield* Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(scratch, "readme-"))),
      (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
    )
    writeFileSync(join(folder, "empty.mts"), example)
    const server = yield* scriptedDatahub
    const body = `{"NotifyValidatedMeasureData_MarketDocument":{}}`
    server.steps.push(message("m-1", body), answer(200), message("m-2", "<html>"), answer(200), answer(204))
    const { output, status } = yield* run(folder, {
      DATAHUB_URL: server.url,
      DATAHUB_TOKEN_URL: `${server.url}/tenant/token`,
      DATAHUB_CLIENT_ID: "a",
      DATAHUB_CLIENT_SECRET: "b"
    })
    expect({ status, output }).toMatchObject({ status: 0 })
    expect(output).toContain("m-1: RSM-012 NotifyValidatedMeasureData")
    expect(output).toContain("m-2: unknown")
    expect(readFileSync(join(folder, "m-1.json"), "utf8")).toBe(body)
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /v1.0/cim/measuredata",
      "DELETE /v1.0/cim/dequeue/m-1",
      "GET /v1.0/cim/measuredata",
      "DELETE /v1.0/cim/dequeue/m-2",
      "GET /v1.0/cim/measuredata"
    ])
  }).pipe(Effect.scoped)
)
