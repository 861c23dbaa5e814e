import { randomBytes } from "node:crypto"
import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import type { StartedTestServer } from "./startTestServer.ts"

/** Where tests find the server of their run: a database URL, or an http address that answers with one. */
export const testServerVariable = "DATAHUB_SETTLEMENT_TEST_SERVER"

export interface TestServer {
  /** Answers with the URL of the server, which starts when somebody asks for the first time. */
  readonly address: string
  /** Stops the server, if it was started, and removes its data. */
  readonly stop: () => Promise<void>
}

/**
 * One PostgreSQL server for a whole test run, in a temporary folder, without care for durability. It costs a run without
 * database tests a few milliseconds: the server starts when the first of them asks.
 */
export const lazyTestServer = async (): Promise<TestServer> => {
  let started: Promise<StartedTestServer> | undefined
  // Only for those whom we told the address: it hands out the password.
  const path = `/${randomBytes(16).toString("hex")}`
  const answer: RequestListener = (request, response) => {
    if (request.url !== path) return response.writeHead(404).end()
    started ??= import("./startTestServer.ts").then(({ startTestServer }) => startTestServer())
    started.then(
      ({ url }) => response.writeHead(200, { connection: "close" }).end(url),
      (error: unknown) =>
        response.writeHead(503, { connection: "close" }).end(String(error instanceof Error ? error.message : error))
    )
  }
  const http = createServer(answer)
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve))
  http.unref()
  const stop = async (): Promise<void> => {
    http.close()
    await (await started?.catch(() => undefined))?.stop()
  }
  return { address: `http://127.0.0.1:${(http.address() as AddressInfo).port}${path}`, stop }
}
