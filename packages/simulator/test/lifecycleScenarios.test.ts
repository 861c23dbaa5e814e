import { decodeGenericNotification } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import { labelOf, play, pointId, request, switchRequest } from "./player.ts"
import { customerOf, endOfSupply, labels, masterdata, readingDays, send, start } from "./story.ts"

it.live("full_lifecycle: switch, customer data, children's readings, correction, move-out, end of supply", () =>
  play({ points: 200 }, async (player) => {
    const { customer } = await start(player, "full_lifecycle")
    await send(
      player,
      "requestchangeofsupplier",
      switchRequest(customer!.gsrn, "2026-01-16T23:00:00Z", customerOf(customer!))
    )
    expect(await masterdata(player)).toEqual([
      "ConfirmRequestChangeOfSupplier E03",
      "AccountingPointCharacteristics E03",
      "AccountingPointCharacteristics E03",
      "CharacteristicsOfACustomerAtAnAP E03",
      "NotifyBillingMasterData D17"
    ])
    const data = { mRID: pointId(customer!.gsrn), "firstCustomer_MarketParticipant.name": "Solveig Prøve" }
    const from = { "start_DateAndOrTime.dateTime": "2026-01-16T23:00:00Z" }
    const named = request("RequestChangeCustomerCharacteristics", "E03", { ...from, MarketEvaluationPoint: data })
    await send(player, "requestchangecustomercharacteristics", named)
    const nameless = { ...from, MarketEvaluationPoint: { mRID: pointId(customer!.gsrn) } }
    await send(
      player,
      "requestchangecustomercharacteristics",
      request("RequestChangeCustomerCharacteristics", "E03", nameless)
    )
    expect(await masterdata(player)).toEqual([
      "ConfirmRequestChangeCustomerCharacteristics E03",
      "RejectRequestChangeCustomerCharacteristics E03 D03"
    ])
    await player.advance("P41D")
    const readings = readingDays(await player.drain("measuredata"), customer!.gsrn)
    expect(new Set(readings).size).toBe(39)
    expect(readings.filter((day) => day === "2026-02-13").length).toBeGreaterThan(1)
    await player.drain("aggregations")
    await player.drain("masterdata")
    await send(player, "requestendofsupply", endOfSupply(customer!.gsrn, "E66", "2026-02-28T23:00:00Z"))
    await send(player, "requestendofsupply", endOfSupply(customer!.gsrn, "E20", "2026-02-27T23:00:00Z"))
    await send(player, "requestendofsupply", endOfSupply(customer!.gsrn, "E20", "2026-03-05T23:00:00Z"))
    expect(await masterdata(player)).toEqual([
      "ConfirmRequestEndOfSupply E66",
      "RejectRequestEndOfSupply E20 E17",
      "ConfirmRequestEndOfSupply E20"
    ])
    await player.advance("P20D")
    const [stop] = await player.drain("masterdata")
    expect(labelOf(stop!)).toBe("GenericNotification E20")
    const { validFrom } = Result.getOrThrow(decodeGenericNotification(stop!.body)).records[0]!
    expect(new Date(validFrom).toISOString()).toBe("2026-03-09T23:00:00.000Z")
    const last = readingDays(await player.drain("measuredata"), customer!.gsrn)
      .toSorted()
      .at(-1)
    expect(last).toBe("2026-03-08")
    const truth = await player.lines(`truth/readings?gsrn=${customer!.gsrn}`)
    expect(truth.at(-1)!.day).toBe("2026-03-09")
  })
)

it.live("move_in: one is reported by us, back in time; another ends our supply three days back", () =>
  play({ points: 60 }, async (player) => {
    await player.advance("P10D")
    const { leaving, newcomer } = await start(player, "move_in")
    const mover = { scheme: "ARR", number: "1212120000" }
    await send(
      player,
      "requestchangeofsupplier",
      switchRequest(newcomer!.gsrn, "2026-01-22T23:00:00Z", customerOf(newcomer!), "E65")
    )
    expect(await masterdata(player)).toEqual(["RejectRequestChangeOfSupplier E65 D17"])
    await send(player, "requestchangeofsupplier", switchRequest(newcomer!.gsrn, "2026-01-22T23:00:00Z", mover, "E65"))
    expect((await masterdata(player))[0]).toBe("ConfirmRequestChangeOfSupplier E65")
    const second = { scheme: "ARR", number: "1111110000" }
    await send(player, "requestchangeofsupplier", switchRequest(newcomer!.gsrn, "2026-01-22T23:00:00Z", second, "E65"))
    expect(await masterdata(player)).toEqual(["RejectRequestChangeOfSupplier E65 D07"])
    // The two whole days since then are sent at once; the day of reporting comes the morning after.
    const days = readingDays(await player.drain("measuredata"), newcomer!.gsrn)
    expect(days).toEqual(["2026-01-22", "2026-01-23"])
    await player.advance("P5D")
    const stops = await player.drain("masterdata")
    expect(labels(stops)).toEqual(["GenericNotification E01"])
    const record = Result.getOrThrow(decodeGenericNotification(stops[0]!.body)).records[0]!
    expect(record.gsrn).toBe(leaving!.gsrn)
    expect(new Date(record.validFrom).toISOString()).toBe("2026-01-26T23:00:00.000Z")
  })
)

it.live("move_out: it is confirmed, and the supply stays ours with nobody known", () =>
  play({ points: 60 }, async (player) => {
    const { leaver } = await start(player, "move_out")
    await send(player, "requestendofsupply", endOfSupply(leaver!.gsrn, "E66", "2026-01-20T23:00:00Z"))
    await send(player, "requestendofsupply", endOfSupply(leaver!.gsrn, "E66", "2026-01-14T23:00:00Z"))
    expect(await masterdata(player)).toEqual(["ConfirmRequestEndOfSupply E66", "RejectRequestEndOfSupply E66 E17 D07"])
    await player.advance("P10D")
    expect(await masterdata(player)).toEqual([])
    expect(readingDays(await player.drain("measuredata"), leaver!.gsrn)).toContain("2026-01-22")
    const [now] = (await player.lines("points?limit=1000")).filter(({ gsrn }) => gsrn === leaver!.gsrn)
    expect(now).toMatchObject({ supplier: player.gln, customerName: "(ukendt)" })
  })
)
