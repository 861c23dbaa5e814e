export * from "./TestDatabase.ts"
export { lazyTestServer, type TestServer, testServerVariable } from "./testServer.ts"
