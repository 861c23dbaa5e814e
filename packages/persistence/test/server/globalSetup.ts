import type { TestProject } from "vitest/node"
import { lazyTestServer, testServerVariable } from "../../src/server/testing/testServer.ts"

declare module "vitest" {
  interface ProvidedContext {
    /** Where database tests find their server; ask with `testDatabase` or `testServerUrl`, not directly. */
    readonly testDatabaseServer: string
  }
}

/** Forgets where commands work without being told: what somebody exported must not become a test's. */
export const forgetOperator = (): void => {
  for (const name of ["DATABASE_URL", "DATAHUB_SETTLEMENT_DATA_FOLDER"]) delete process.env[name]
}

/** Makes a PostgreSQL server available to the whole run: the one that TEST_DATABASE_URL names, else our own, on demand. */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  forgetOperator()
  const given = process.env["TEST_DATABASE_URL"]
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
