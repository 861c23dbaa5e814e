import { afterAll, expect, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { ignoredNames, runStage, stagesOf } from "./packages/dockerSteps.ts"
import { root } from "./packages/packed.ts"

const TIMEOUT_MS = 600_000

const image = mkdtempSync(join(tmpdir(), "datahub-settlement-image-"))

afterAll(() => rmSync(image, { recursive: true, force: true }))

it(
  "the simulator's Dockerfile builds from what it copies, and what it deploys answers",
  async () => {
    const dockerfile = join(root, "packages/simulator/Dockerfile")
    const [build, served] = stagesOf(readFileSync(dockerfile, "utf8"))
    runStage(build!, image, ignoredNames(`${dockerfile}.dockerignore`))
    expect(served).toContainEqual({ name: "COPY", rest: "--from=build /deployed ./" })
    const entry = served!.find(({ name }) => name === "ENTRYPOINT")!.rest
    const [command, ...args] = JSON.parse(entry) as ReadonlyArray<string>
    expect(command).toBe("node")
    const child = spawn(process.execPath, [...args, "--port", "0", "--json", "--speed", "0"], {
      cwd: join(image, "deployed"),
      stdio: ["ignore", "pipe", "inherit"]
    })
    const [line] = (await once(createInterface(child.stdout), "line")) as [string]
    const port = new URL(JSON.parse(line).url).port
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
    child.kill("SIGTERM")
    await once(child, "exit")
  },
  TIMEOUT_MS
)
