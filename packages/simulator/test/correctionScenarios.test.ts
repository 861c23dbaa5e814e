import { decodeAggregatedData, decodeMeasureData } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import type { ActorPoint } from "../src/index.ts"
import { labelOf, play, pointId, request, switchRequest } from "./player.ts"
import { customerOf, endOfSupply, labels, masterdata, readingDays, send, start, transactionOf } from "./story.ts"

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
