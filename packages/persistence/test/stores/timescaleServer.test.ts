import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, vi } from "vitest"
import { findTimescale, startTimescale, TIMESCALE_IMAGE } from "./timescaleServer.ts"

/** What listens where the environment says the container engine is: asked once, that is where it stays. */
let engine: RequestListener
const server = createServer((request, response) => engine(request, response))

beforeAll(async () => {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  vi.stubEnv("DOCKER_HOST", `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`)
  vi.stubEnv("TESTCONTAINERS_RYUK_DISABLED", "true")
})

afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
  server.closeAllConnections()
})

const READY = "database system is ready to accept connections\n"

/** A line of standard output in the engine's stream of logs: kind, length, text. */
const logFrame = (text: string): Buffer => {
  const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])
  head.writeUInt32BE(text.length, 4)
  return Buffer.concat([head, Buffer.from(text)])
}

/** An engine that does what it is asked for, as far as starting one container goes; the port is its word only. */
const obedientEngine = (asked: Array<string>): RequestListener => {
  const container = {
    Id: "c0ffee",
    Name: "/timescale",
    Created: new Date(0).toISOString(),
    Config: { Hostname: "timescale", Labels: {}, Env: [] },
    State: { Running: true, Status: "running", StartedAt: new Date(0).toISOString(), FinishedAt: "" },
    NetworkSettings: { Networks: {}, Ports: { "5432/tcp": [{ HostIp: "127.0.0.1", HostPort: "54321" }] } },
    HostConfig: { PortBindings: {} },
    Mounts: []
  }
  return (request, response) => {
    const what = decodeURIComponent(`${request.method} ${request.url!.split("?")[0]}`)
    let body = ""
    request.on("data", (chunk: Buffer) => (body += chunk))
    request.on("end", () => {
      asked.push(`${what} ${body}`)
      if (what.endsWith("/logs")) return response.end(Buffer.concat([logFrame(READY), logFrame(READY)]))
      const answer = what === "GET /containers/json" ? [] : container
      const status = what === "POST /containers/create" ? 201 : what.endsWith("/start") ? 204 : 200
      response
        .writeHead(status, { "content-type": "application/json" })
        .end(status === 204 ? "" : JSON.stringify(answer))
    })
  }
}

describe("where the suite finds TimescaleDB", () => {
  it.effect("a server that is given is taken, and no engine is asked", () =>
    Effect.gen(function* () {
      const found = yield* findTimescale("postgres://a@b/c", () => Promise.reject(new Error("asked")))
      expect(found).toEqual({ kind: "given", url: "postgres://a@b/c" })
    })
  )

  it.effect("without an engine there is a reason, and no failure", () =>
    Effect.gen(function* () {
      const found = yield* findTimescale("", () => Promise.reject(new Error("no such socket")))
      expect(found).toEqual({
        kind: "none",
        reason:
          "TEST_TIMESCALE_URL names no server, and there is no container engine to start one with (no such socket)"
      })
    })
  )

  it.effect("an engine that keeps silent is none after a second", () =>
    Effect.gen(function* () {
      const asked = yield* Deferred.make<void>()
      engine = () => Deferred.doneUnsafe(asked, Effect.void)
      const finding = yield* Effect.forkChild(findTimescale(undefined))
      yield* Deferred.await(asked)
      yield* TestClock.adjust("1 second")
      const found = yield* Fiber.join(finding)
      expect(found).toMatchObject({ kind: "none", reason: expect.stringContaining("did not answer within 1 second") })
    })
  )

  // No second passes in it, however long the engine takes.
  it.effect("an engine that answers is asked for the image; a container that does not start is told", () =>
    Effect.gen(function* () {
      const asked: Array<string> = []
      engine = (request, response) => {
        asked.push(decodeURIComponent(`${request.method} ${request.url}`))
        response.setHeader("content-type", "application/json")
        if (request.url === "/info") return void response.end(JSON.stringify({ OperatingSystem: "Linux" }))
        response.writeHead(404).end(JSON.stringify({ message: "no such image" }))
      }
      expect(yield* findTimescale(undefined)).toEqual({ kind: "container", image: TIMESCALE_IMAGE })
      const failed = yield* Effect.flip(startTimescale())
      expect(failed.message).toMatch(/^No container of timescale\/timescaledb:\S+: .*no such image/)
      expect(failed.message).toContain("Set TEST_TIMESCALE_URL")
      expect(asked.join("\n")).toContain(TIMESCALE_IMAGE)
    })
  )

  it.live("the container starts with a password, ends with the scope, and its URL leads to its port", () =>
    Effect.gen(function* () {
      const asked: Array<string> = []
      engine = obedientEngine(asked)
      const url = new URL(yield* Effect.scoped(startTimescale()))
      const { pathname, port, username } = url
      expect({ port, pathname, username }).toEqual({ port: "54321", pathname: "/postgres", username: "postgres" })
      const created = asked.find((one) => one.startsWith("POST /containers/create"))
      expect(created).toContain(`"Image":"${TIMESCALE_IMAGE}"`)
      expect(created).toContain(`POSTGRES_PASSWORD=${url.password}`)
      expect(asked.at(-1)).toMatch(/^DELETE \/containers\/c0ffee/)
    })
  )
})
