import { describe, expect, it } from "@effect/vitest"
import { Redacted, Result } from "effect"
import type { DatahubClientConfig } from "./DatahubClientConfig.ts"
import { datahubPaths } from "./datahubPaths.ts"
import { settingsOf } from "./settingsOf.ts"

const config: DatahubClientConfig = {
  baseUrl: "https://preprod.b2b.datahub3.dk/",
  tokenUrl: "https://login.example/token",
  clientId: "a",
  clientSecret: Redacted.make("hunter2"),
  scope: "b/.default"
}

describe("settingsOf", () => {
  it("has the defaults that are promised", () => {
    expect(Result.getOrThrow(settingsOf(config))).toMatchObject({
      baseUrl: "https://preprod.b2b.datahub3.dk",
      paths: datahubPaths,
      requestTimeoutMs: 60_000,
      bodyBytesMax: 67_108_864,
      renewalMarginMs: 300_000,
      attemptsMax: 6,
      firstDelayMs: 1_000,
      delayMaxMs: 120_000
    })
  })

  it("adds paths to those known", () => {
    const { paths } = Result.getOrThrow(settingsOf({ ...config, paths: { base: "/v2", queues: { new: "newqueue" } } }))
    expect(paths).toEqual({ ...datahubPaths, base: "/v2", queues: { ...datahubPaths.queues, new: "newqueue" } })
  })

  it.each([
    [{ baseUrl: "preprod.b2b.datahub3.dk" }, "baseUrl"],
    [{ baseUrl: "ftp://a" }, "baseUrl"],
    [{ tokenUrl: "https://user:hunter2@login.example" }, "tokenUrl"],
    [{ clientId: " " }, "clientId"],
    [{ clientSecret: Redacted.make("") }, "clientSecret"],
    [{ scope: "" }, "scope"],
    [{ requestTimeout: 0 }, "requestTimeout"],
    [{ requestTimeout: Number.POSITIVE_INFINITY }, "requestTimeout"],
    [{ bodyBytesMax: 0 }, "bodyBytesMax"],
    [{ retry: { attemptsMax: 1.5 } }, "retry.attemptsMax"],
    [{ retry: { firstDelay: -1 } }, "retry.firstDelay"]
  ])("refuses %j", (change, field) => {
    const refused = settingsOf({ ...config, ...(change as Partial<DatahubClientConfig>) })
    const failure = Result.getOrThrow(Result.flip(refused))
    expect(failure.field).toBe(field)
    expect(failure.message).toContain(field)
    expect(failure.message).not.toContain("hunter2")
  })
})
