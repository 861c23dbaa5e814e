import type { TestProject } from "vitest/node"
import { lazyTestServer, testServerVariable } from "../../src/server/testing/testServer.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** Where database tests find their server; ask with `testDatabase` or `testServerUrl`, not directly. */
    readonly testDatabaseServer: string
  }
}

/** Makes a PostgreSQL server available to the whole run: the one given in the environment, else our own, on demand. */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const given = process.env["TEST_DATABASE_URL"] || process.env["DATABASE_URL"]
  if (given !== undefined && given !== "") {
    project.provide("testDatabaseServer", given)
    return undefined
  }
  const server = await lazyTestServer()
  // Workers and the processes that tests start inherit it.
  process.env[testServerVariable] = server.address
  project.provide("testDatabaseServer", server.address)
  return async () => {
    delete process.env[testServerVariable]
    await server.stop()
  }
}
