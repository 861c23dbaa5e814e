import { afterAll, expect, it } from "@effect/vitest"
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { ignoredNames, runStage, stagesOf } from "./packages/dockerSteps.ts"
import { root } from "./packages/packed.ts"

const TIMEOUT_MS = 600_000

const images: Array<string> = []

afterAll(() => {
  for (const image of images) rmSync(image, { recursive: true, force: true })
})

/** Does what the first stage of a package's Dockerfile does; the second one copies what was deployed, and runs it by Node. */
const built = (name: string) => {
  const image = mkdtempSync(join(tmpdir(), "datahub-settlement-image-"))
  images.push(image)
  const dockerfile = join(root, "packages", name, "Dockerfile")
  const [build, served] = stagesOf(readFileSync(dockerfile, "utf8"))
  runStage(build!, image, ignoredNames(`${dockerfile}.dockerignore`))
  expect(served).toContainEqual({ name: "COPY", rest: "--from=build /deployed ./" })
  const entry = served!.find(({ name: instruction }) => instruction === "ENTRYPOINT")!.rest
  const [command, ...args] = JSON.parse(entry) as ReadonlyArray<string>
  expect(command).toBe("node")
  return { folder: join(image, "deployed"), args }
}

it(
  "the simulator's Dockerfile builds from what it copies, and what it deploys answers",
  async () => {
    const { args, folder } = built("simulator")
    const child = spawn(process.execPath, [...args, "--port", "0", "--json", "--speed", "0"], {
      cwd: folder,
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

it(
  "the host's Dockerfile builds from what it copies, and what it deploys settles",
  () => {
    const { args, folder } = built("host-node")
    const folderToSettle = join(root, "examples/household-january-2026")
    const settled = spawnSync(process.execPath, [...args, "settle", folderToSettle, "--json"], {
      encoding: "utf8",
      cwd: folder
    })
    expect(settled.status).toBe(0)
    expect(JSON.parse(settled.stdout)).toMatchObject({ settled: true })
  },
  TIMEOUT_MS
)
