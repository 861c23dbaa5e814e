import { chmod, mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { TestProject } from "vitest/node"
import { buildProgram } from "./build.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** Programs that tests start many times; they may not import by a computed name. */
const programs = ["packages/host-node/src/main.ts", "packages/simulator/src/main.ts"]

/** Says to processes of tests where bundles are, or will be when they ask; empty, programs run from their sources. */
const variable = "DATAHUB_SETTLEMENT_TEST_PROGRAMS"

/** Builds each program once, when it is asked for the first time. */
const builder = (bundles: Readonly<Record<string, string>>) => {
  const built = new Map<string, Promise<void>>()
  const server = createServer((request, response) => {
    const source = new URL(request.url!, "http://127.0.0.1").searchParams.get("source") ?? ""
    const bundle = bundles[source]
    if (bundle === undefined) return void response.writeHead(404, { connection: "close" }).end(`no program ${source}`)
    if (!built.has(source)) built.set(source, buildProgram(root, source, bundle))
    built.get(source)!.then(
      () => response.writeHead(200, { connection: "close" }).end(),
      (error: unknown) => response.writeHead(500, { connection: "close" }).end(String(error))
    )
  })
  return { built, server }
}

/** Processes that tests start run the programs named above from bundles: see bundled.mjs. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), "programs-"))
  // Some tests start processes under another account.
  await chmod(folder, 0o755)
  const bundles = Object.fromEntries(programs.map((path, index) => [join(root, path), join(folder, `${index}`)]))
  const { built, server } = builder(bundles)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  server.unref()
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  process.env[variable] = JSON.stringify({ address, bundles })
  const preload = `--import=${pathToFileURL(join(root, "test", "programs", "bundled.mjs")).href}`
  const { NODE_OPTIONS: given = "" } = process.env
  process.env["NODE_OPTIONS"] = `${given} ${preload}`.trim()
  // While tests are watched, sources change.
  project.onTestsRerun(async () => {
    await Promise.allSettled(built.values())
    built.clear()
    for (const bundle of Object.values(bundles)) await rm(bundle, { recursive: true, force: true })
  })
  return async () => {
    process.env["NODE_OPTIONS"] = given
    delete process.env[variable]
    server.close()
    await Promise.allSettled(built.values())
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }).catch(() => undefined)
  }
}
