import { expect, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url))

/** Starts the command; what it prints until it is ready or ends. */
const run = (...args: ReadonlyArray<string>) => {
  const child = spawn(process.execPath, ["--conditions=source", main, ...args], { stdio: ["ignore", "pipe", "pipe"] })
  const output = { out: "", err: "" }
  child.stdout.on("data", (chunk: Buffer) => (output.out += chunk))
  child.stderr.on("data", (chunk: Buffer) => (output.err += chunk))
  /** Waits until it has said all that it says when it is ready. */
  const ready = async (): Promise<void> => {
    while (!output.out.endsWith("\n")) await once(child.stdout, "data")
  }
  return { child, output, ready }
}

it("prints one line of JSON when it is ready, serves, and ends by a signal", async () => {
  const { child, output, ready } = run("--port", "0", "--json", "--speed", "0", "--now", "2026-01-15T12:00:00Z")
  await ready()
  const { clientId, clientSecret, gln, scope, tokenUrl, url } = JSON.parse(output.out)
  expect(output.out.split("\n").length).toBe(2)
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope
  })
  expect((await fetch(tokenUrl, { method: "POST", body, headers: { connection: "close" } })).status).toBe(200)
  const state = (await (await fetch(`${url}/admin/state`)).json()) as Readonly<Record<string, unknown>>
  expect(state.now).toBe("2026-01-15T12:00:00Z")
  expect(Object.keys(state.queues as object)).toEqual([gln])
  child.kill("SIGTERM")
  await once(child, "exit")
  await expect(fetch(url)).rejects.toThrow()
})

it("says in words where it is, with which faults", async () => {
  const { child, output, ready } = run("--port", "0", "--scenario", "move_in", "--faults", "7,0.05")
  await ready()
  expect(output.out).toMatch(/scenario move_in[\s\S]*http:\/\/127\.0\.0\.1:\d+[\s\S]*seed 7, rate 0\.05/)
  child.kill("SIGINT")
  await once(child, "exit")
})

it("draws a seed for a rate alone and prints it, as JSON too", async () => {
  const { child, output, ready } = run(
    "--port",
    "0",
    "--json",
    "--speed",
    "0",
    "--faults",
    "0.25",
    "--fault-kinds",
    "403,late"
  )
  await ready()
  const { faults } = JSON.parse(output.out)
  expect(faults).toEqual({ seed: expect.any(Number), rate: 0.25, kinds: [403, "late"] })
  expect(Number.isSafeInteger(faults.seed)).toBe(true)
  child.kill("SIGTERM")
  await once(child, "exit")
})

it.each([
  [["--faults", "7"], "seed and a rate"],
  [["--faults", "0.1", "--fault-kinds", "503,rain"], "contradictory"],
  [["--now", "noon"], "instant"],
  [["--clients", "a:b"], "id:secret:gln"],
  [["--clients", "a:b:123"], "no GLN"],
  [["--scenario", "nonsense"], "sunshine"]
])("refuses %s", async (args, reason) => {
  const { child, output } = run("--port", "0", ...args)
  // At the exit what it said may still be on its way.
  const [code] = await once(child, "close")
  expect(code).not.toBe(0)
  expect(output.out + output.err).toContain(reason)
})
