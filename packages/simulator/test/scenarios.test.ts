import { decodeMasterData } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { makeSimulator } from "../src/index.ts"
import { play, switchRequest } from "./player.ts"
import { cancel, customerOf, labels, masterdata, readingDays, send, start, SWITCHED, transactionOf } from "./story.ts"

it.live("sunshine: a switch is confirmed, told about, and followed by readings from its first day", () =>
  play({ points: 60 }, async (player) => {
    const { customer } = await start(player, "sunshine")
    const body = switchRequest(customer!.gsrn, "2026-01-19T23:00:00Z", customerOf(customer!))
    await send(player, "requestchangeofsupplier", body)
    const answers = await player.drain("masterdata")
    expect(labels(answers)).toEqual(SWITCHED)
    const told = Result.getOrThrow(decodeMasterData(answers[1]!.body)).records[0]!
    expect(told.answers).toBe(transactionOf(body))
    expect(told.masterData.supplyStart).toBe(Date.UTC(2026, 0, 19, 23))
    await player.advance("P6D")
    const messages = await player.drain("measuredata")
    expect(readingDays(messages, customer!.gsrn)).toEqual(["2026-01-19"])
    expect(await masterdata(player)).toEqual([])
  })
)

it.live("an answer takes its time on the virtual clock", () =>
  play({ points: 60, answerDelayMs: 40_000 }, async (player) => {
    const { customer } = await start(player, "sunshine")
    const body = switchRequest(customer!.gsrn, "2026-01-19T23:00:00Z", customerOf(customer!))
    await send(player, "requestchangeofsupplier", body)
    await player.advance("PT39S")
    expect(await masterdata(player)).toEqual([])
    await player.advance("PT1S")
    expect((await masterdata(player))[0]).toBe("ConfirmRequestChangeOfSupplier E03")
  })
)

it.live("rejection: each part is rejected for its own reason", () =>
  play({ points: 60 }, async (player) => {
    const cast = await start(player, "rejection")
    const rejectedWith = async (role: string, startAt = "2026-01-19T23:00:00Z"): Promise<ReadonlyArray<string>> => {
      const point = cast[role]!
      const customer =
        role === "wrongCustomer" || role === "unknown" ? { scheme: "ARR", number: "0000000000" } : customerOf(point)
      await send(
        player,
        "requestchangeofsupplier",
        switchRequest(point.gsrn, startAt, { ...customer, number: customer.number ?? "1" })
      )
      return masterdata(player)
    }
    const reject = "RejectRequestChangeOfSupplier E03"
    expect(await rejectedWith("unknown")).toEqual([`${reject} E10`])
    expect(await rejectedWith("alreadyOurs")).toEqual([`${reject} E16`])
    expect(await rejectedWith("wrongCustomer")).toEqual([`${reject} D17`])
    expect(await rejectedWith("noCustomer")).toEqual([`${reject} E22`])
    expect(await rejectedWith("moveOngoing")).toEqual([`${reject} D07`])
    expect(await rejectedWith("wrongCustomer", "2026-01-14T23:00:00Z")).toEqual([`${reject} E17 D17`])
    expect(await rejectedWith("wrongCustomer", "2026-01-19T22:00:00Z")).toEqual([`${reject} D66 D17`])
  })
)

it.live("a metering point whose check digit is wrong cannot be identified", () =>
  play({ points: 10 }, async (player) => {
    await player.drain("masterdata")
    const customer = { scheme: "ARR", number: "0101010000" }
    await send(player, "requestchangeofsupplier", switchRequest("571313999000000011", "2026-01-19T23:00:00Z", customer))
    expect(await masterdata(player)).toEqual(["RejectRequestChangeOfSupplier E03 E10"])
  })
)

it.live("cancellation: we cancel one, DataHub the other, and neither becomes ours", () =>
  play({ points: 60 }, async (player) => {
    const { forgotten, withdraws } = await start(player, "cancellation")
    const first = switchRequest(withdraws!.gsrn, "2026-01-19T23:00:00Z", customerOf(withdraws!))
    await send(player, "requestchangeofsupplier", first)
    await send(
      player,
      "requestchangeofsupplier",
      switchRequest(forgotten!.gsrn, "2026-01-19T23:00:00Z", customerOf(forgotten!))
    )
    await player.drain("masterdata")
    await send(player, "requestcancellation", cancel(withdraws!.gsrn, "another"))
    await send(player, "requestcancellation", cancel(forgotten!.gsrn, transactionOf(first)))
    await send(player, "requestcancellation", cancel(withdraws!.gsrn, transactionOf(first)))
    expect(await masterdata(player)).toEqual([
      "RejectRequestCancellation E03 D06",
      "RejectRequestCancellation E03 D05",
      "ConfirmRequestCancellation E03"
    ])
    await player.advance("P6D")
    expect(await masterdata(player)).toEqual(["GenericNotification D11"])
    const messages = await player.drain("measuredata")
    expect([...readingDays(messages, withdraws!.gsrn), ...readingDays(messages, forgotten!.gsrn)]).toEqual([])
    await send(player, "requestcancellation", cancel(withdraws!.gsrn, transactionOf(first)))
    expect(await masterdata(player)).toEqual(["RejectRequestCancellation E03 D06"])
  })
)

it.live("load: everything is ours, and no sums go out", () =>
  play({ scenario: "load", points: 300, historyDays: 14 }, async (player) => {
    const state = JSON.parse((await player.call("GET", "/admin/state")).body)
    expect(state.world).toMatchObject({ points: 300, ours: 300 })
    await player.advance("P30D")
    expect(await player.drain("aggregations")).toEqual([])
  })
)

it.live("refuses to start with a scenario that there is not, or a world too small for it", () =>
  Effect.scoped(
    Effect.gen(function* () {
      const unknown = yield* Effect.flip(makeSimulator({ scenario: "nonsense" }))
      expect(unknown.reason).toContain("sunshine")
      const small = yield* Effect.flip(makeSimulator({ scenario: "rejection", points: 4 }))
      expect(small.reason).toContain("more points")
    })
  )
)
