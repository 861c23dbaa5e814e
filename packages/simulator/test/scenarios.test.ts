import {
  decodeAggregatedData,
  decodeGenericNotification,
  decodeMasterData,
  decodeMeasureData
} from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { type ActorPoint, makeSimulator } from "../src/index.ts"
import { labelOf, play, pointId, request, switchRequest } from "./player.ts"
import {
  cancel,
  customerOf,
  endOfSupply,
  labels,
  masterdata,
  readingDays,
  send,
  start,
  SWITCHED,
  transactionOf
} from "./story.ts"

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

it.live("correction: a day is registered three times, and the newest is true", () =>
  play({ points: 60 }, async (player) => {
    const { first } = await start(player, "correction")
    await player.advance("P7D")
    const series = (await player.drain("measuredata"))
      .flatMap(({ body }) => Result.getOrThrow(decodeMeasureData(body)).series)
      .filter((one) => one.gsrn === first!.gsrn && one.start === Date.UTC(2026, 0, 14, 23))
    expect(series.length).toBe(3)
    expect(series.map(({ registeredAt }) => registeredAt)).toEqual(
      series.map(({ registeredAt }) => registeredAt).toSorted((a, b) => a - b)
    )
    const [row] = await player.lines(`truth/readings?gsrn=${first!.gsrn}&from=2026-01-15&to=2026-01-16`)
    expect(row!.wh).toEqual([...series[2]!.quantitiesWh])
    expect(row!.wh).not.toEqual([...series[0]!.quantitiesWh])
  })
)

const corrected = (name: string, process: "D07" | "D33", began: "E03" | "E65", notice: "E03" | "E01") =>
  play({ points: 60 }, async (player) => {
    const { refused, takenByUs, takenFromUs } = await start(player, name)
    const numberOf = (point: ActorPoint) =>
      began === "E03" ? customerOf(point) : { scheme: "ARR", number: "0909090000" }
    for (const point of [takenByUs!, refused!]) {
      await send(
        player,
        "requestchangeofsupplier",
        switchRequest(point.gsrn, "2026-01-15T23:00:00Z", numberOf(point), began)
      )
    }
    await player.advance("P1D")
    await player.drain("masterdata")
    await send(player, "requestendofsupply", endOfSupply(takenByUs!.gsrn, process, "2026-01-15T23:00:00Z"))
    const reallocation = request("RequestReallocateChangeOfSupplier", process, {
      "marketEvaluationPoint.mRID": pointId(refused!.gsrn),
      "start_DateAndOrTime.dateTime": "2026-01-15T23:00:00Z"
    })
    await send(player, "requestreallocatechangeofsupplier", reallocation)
    await send(player, "requestendofsupply", endOfSupply(takenByUs!.gsrn, process, "2026-01-14T23:00:00Z"))
    expect(await masterdata(player)).toEqual([
      `ConfirmRequestEndOfSupply ${process}`,
      `ConfirmRequestReallocateChangeOfSupplier ${process}`,
      `RejectRequestEndOfSupply ${process} E17`
    ])
    await player.advance("P8D")
    const later = await player.drain("masterdata")
    expect(labels(later)).toEqual([
      `GenericNotification ${notice}`,
      "GenericNotification D34",
      "GenericNotification D35"
    ])
    const suppliers = await player.lines("points?limit=1000")
    const supplierOf = (point: ActorPoint) => suppliers.find(({ gsrn }) => gsrn === point.gsrn)!.supplier
    expect([supplierOf(takenByUs!), supplierOf(refused!), supplierOf(takenFromUs!)]).toEqual([
      "5790009990048",
      player.gln,
      "5790009990048"
    ])
    await player.drain("measuredata")
    await player.advance("P1D")
    const [asked] = await player.drain("masterdata")
    expect(labelOf(asked!)).toBe(`RequestReallocateChangeOfSupplier ${process}`)
    const transactionId = Object.values(asked!.json)[0]!.MktActivityRecord![0]!.mRID as string
    const answer = request("ConfirmRequestReallocateChangeOfSupplier", process, {
      "marketEvaluationPoint.mRID": pointId(takenFromUs!.gsrn),
      "originalTransactionIDReference_MktActivityRecord.mRID": transactionId
    })
    await player.drain("measuredata")
    await send(player, "requestreallocatechangeofsupplier", answer)
    expect(await masterdata(player)).toEqual([
      `AccountingPointCharacteristics ${process}`,
      `CharacteristicsOfACustomerAtAnAP ${process}`,
      `NotifyBillingMasterData ${process}`
    ])
    const days = readingDays(await player.drain("measuredata"), takenFromUs!.gsrn)
    expect(days).toEqual([
      "2026-01-17",
      "2026-01-18",
      "2026-01-19",
      "2026-01-20",
      "2026-01-21",
      "2026-01-22",
      "2026-01-23"
    ])
  })

it.live("erroneous_switch: given back, refused, and taken back", () =>
  corrected("erroneous_switch", "D07", "E03", "E03")
)
it.live("erroneous_move: given back, refused, and taken back", () => corrected("erroneous_move", "D33", "E65", "E01"))

it.live("an erroneous switch that we refuse stays the other's; silence is consent", () =>
  play({ points: 60 }, async (player) => {
    const first = await start(player, "erroneous_switch")
    const second = await start(player, "erroneous_switch")
    await player.advance("P10DT1H")
    const asked = (await player.drain("masterdata")).filter(({ name }) => name.startsWith("RequestReallocate"))
    expect(asked.length).toBe(2)
    const transactionId = Object.values(asked[0]!.json)[0]!.MktActivityRecord![0]!.mRID as string
    const answer = request("RejectRequestReallocateChangeOfSupplier", "D07", {
      "originalTransactionIDReference_MktActivityRecord.mRID": transactionId,
      Reason: [{ code: { value: "D29" }, text: "no contract" }]
    })
    await send(player, "rejectrequestreallocatechangeofsupplier", answer)
    await player.advance("P10D")
    const points = await player.lines("points?limit=1000")
    const supplierOf = (point: ActorPoint) => points.find(({ gsrn }) => gsrn === point.gsrn)!.supplier
    expect(supplierOf(first.takenFromUs!)).toBe("5790009990048")
    expect(supplierOf(second.takenFromUs!)).toBe(player.gln)
  })
)

it.live("reconciliation_mismatch: DataHub's sum holds what we never got, and a request gives it", () =>
  play({ points: 60 }, async (player) => {
    const { deviating } = await start(player, "reconciliation_mismatch")
    await player.advance("P4D")
    const messages = await player.drain("measuredata")
    const [sum] = await player.drain("aggregations")
    expect(labelOf(sum!)).toBe("NotifyAggregatedMeasureData D03")
    const [series] = Result.getOrThrow(decodeAggregatedData(sum!.body)).series
    const total = (values: Iterable<number>): number => [...values].reduce((all, one) => all + one, 0)
    const points = (await player.lines("points?limit=1000")).filter(
      ({ gridArea, type }) => gridArea === deviating!.gridArea && type === "E17"
    )
    const known = new Set(points.map(({ gsrn }) => gsrn))
    const own = messages
      .flatMap(({ body }) => Result.getOrThrow(decodeMeasureData(body)).series)
      .filter((one) => known.has(one.gsrn) && one.start === Date.UTC(2026, 0, 14, 23))
    const ours = total(own.map(({ quantitiesWh }) => total(quantitiesWh)))
    const deviation = total(own.find(({ gsrn }) => gsrn === deviating!.gsrn)!.quantitiesWh) / 5
    expect(Math.abs(total(series!.quantitiesWh) - ours - deviation)).toBeLessThan(100)
    expect(deviation).toBeGreaterThan(500)
    const asked = request("RequestValidatedMeasureData", "E23", {
      "marketEvaluationPoint.mRID": pointId(deviating!.gsrn),
      "start_DateAndOrTime.dateTime": "2026-01-14T23:00:00Z",
      "end_DateAndOrTime.dateTime": "2026-01-15T23:00:00Z"
    })
    await send(player, "requestvalidatedmeasurements", asked)
    const [answer] = await player.drain("measuredata")
    const given = Result.getOrThrow(decodeMeasureData(answer!.body))
    expect([...given.answers.values()]).toEqual([transactionOf(asked)])
    expect(total(given.series[0]!.quantitiesWh)).toBeGreaterThan(deviation * 5.9)
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
