import { decodeAggregatedData, decodeMeasureData, decodeWholesaleServices } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import { labelOf, play, pointId, request, switchRequest } from "./player.ts"
import { customerOf, endOfSupply, labels, masterdata, readingDays, send, start } from "./story.ts"

it.live("sends the sums of a month on its sixth working day: energy, amounts, and their monthly totals agree", () =>
  play({ points: 60, startAt: Date.UTC(2026, 0, 1, 11) }, async (player) => {
    await player.advance("P37D")
    expect(await player.drain("aggregations")).toEqual([])
    await player.advance("P2D")
    const messages = await player.drain("aggregations")
    expect(labels(messages)).toEqual([
      "NotifyAggregatedMeasureData D05",
      "NotifyWholesaleServices D05",
      "NotifyWholesaleServices D05"
    ])
    const energy = Result.getOrThrow(decodeAggregatedData(messages[0]!.body)).series
    const truth = (await player.lines("truth/readings?to=2026-02-01")).filter(({ supplier }) => supplier === player.gln)
    const points = new Map((await player.lines("points?limit=1000")).map((point) => [point.gsrn, point]))
    const sumOf = (type: string): number =>
      truth
        .filter(({ gsrn }) => points.get(gsrn)!.type === type)
        .flatMap(({ wh }) => wh as ReadonlyArray<number | null>)
        .reduce<number>((sum, wh) => sum + (wh ?? 0), 0)
    for (const type of ["E17", "E18"]) {
      const told = energy.filter(({ meteringPointType }) => meteringPointType === type)
      expect(told.reduce((sum, { quantitiesWh }) => sum + quantitiesWh.reduce((all, one) => all + one, 0), 0)).toBe(
        sumOf(type)
      )
    }
    const detail = Result.getOrThrow(decodeWholesaleServices(messages[1]!.body)).series
    const monthly = Result.getOrThrow(decodeWholesaleServices(messages[2]!.body)).series
    const amountOf = (series: typeof detail): number =>
      series.flatMap(({ amountsMicroDkk }) => [...amountsMicroDkk]).reduce((sum, one) => sum + one, 0)
    expect(amountOf(monthly.filter(({ kind }) => kind === "totalMonthly"))).toBe(amountOf(detail))
    expect(amountOf(monthly.filter(({ kind }) => kind === "monthlyPerCharge"))).toBe(amountOf(detail))
    for (const series of detail) {
      series.amountsMicroDkk.forEach((amount, i) => {
        const exact = (BigInt(series.volumesWh[i]!) * BigInt(series.pricesNanoDkk[i]!) * 2n + 1_000_000n) / 2_000_000n
        expect(amount).toBe(Number(exact))
      })
    }
  })
)

it.live("answers requests for sums and readings, or says why not", () =>
  play({ points: 60, startAt: Date.UTC(2026, 0, 1, 11) }, async (player) => {
    await player.advance("P35D")
    await player.drain("measuredata")
    const month = {
      "start_DateAndOrTime.dateTime": "2025-12-31T23:00:00Z",
      "end_DateAndOrTime.dateTime": "2026-01-31T23:00:00Z"
    }
    const own = { ...month, "energySupplier_MarketParticipant.mRID": pointId(player.gln) }
    const flex = {
      "marketEvaluationPoint.type": { value: "E17" },
      "marketEvaluationPoint.settlementMethod": { value: "D01" }
    }
    const aggregated = async (part: Readonly<Record<string, unknown>>, processType = "D04"): Promise<void> =>
      send(player, "requestaggregatedmeasuredata", request("RequestAggregatedMeasureData", processType, part))
    await aggregated({ ...own, ...flex })
    await aggregated({ ...month, ...flex })
    await aggregated({ ...own, "marketEvaluationPoint.type": { value: "E17" } })
    await aggregated({ ...own, ...flex, "settlement_Series.version": { value: "D01" } })
    await aggregated({ ...own, "start_DateAndOrTime.dateTime": "2025-11-30T23:00:00Z" })
    await aggregated({ ...own, "meteringGridArea_Domain.mRID": { codingScheme: "NDK", value: "999" } })
    expect(labels(await player.drain("aggregations"))).toEqual([
      "NotifyAggregatedMeasureData D04",
      "RejectRequestAggregatedMeasureData D04 E16",
      "RejectRequestAggregatedMeasureData D04 D11",
      "RejectRequestAggregatedMeasureData D04 E86",
      "RejectRequestAggregatedMeasureData D04 E17",
      "RejectRequestAggregatedMeasureData D04 E86"
    ])
    const wholesale = async (part: Readonly<Record<string, unknown>>): Promise<void> =>
      send(player, "requestwholesalesettlement", request("RequestWholesaleSettlement", "D05", part))
    await wholesale({ ...own, ChargeType: [{ mRID: "EA-001", type: { value: "D03" } }] })
    await wholesale({ ...own, "aggregationSeries_Period.resolution": "P1M" })
    await wholesale({ ...own, "end_DateAndOrTime.dateTime": "2026-01-30T23:00:00Z" })
    const [tax, sums, refused] = await player.drain("aggregations")
    const taxes = Result.getOrThrow(decodeWholesaleServices(tax!.body)).series
    expect(new Set(taxes.map((one) => (one.kind === "perCharge" ? one.charge.code : "")))).toEqual(new Set(["EA-001"]))
    expect(Result.getOrThrow(decodeWholesaleServices(sums!.body)).series.at(-1)!.kind).toBe("totalMonthly")
    expect(labelOf(refused!)).toBe("RejectRequestWholesaleSettlement D05 E17")
    const points = await player.lines("points?limit=1000")
    const ours = points.find(({ supplier }) => supplier === player.gln)!.gsrn as string
    const theirs = points.find(({ supplier }) => supplier !== player.gln)!.gsrn as string
    const readings = async (
      gsrn: string,
      part: Readonly<Record<string, unknown>> = month,
      processType = "E23"
    ): Promise<void> => {
      const about = { "marketEvaluationPoint.mRID": pointId(gsrn), ...part }
      await send(player, "requestvalidatedmeasurements", request("RequestValidatedMeasureData", processType, about))
    }
    await readings(ours)
    await readings(theirs)
    await readings(ours, {})
    await readings(ours, { ...month, "end_DateAndOrTime.dateTime": "2025-12-30T23:00:00Z" })
    await readings("571313999000000010")
    await readings(theirs, {}, "E30")
    const answers = await player.drain("measuredata")
    expect(labels(answers)).toEqual([
      "NotifyValidatedMeasureData E23",
      "RejectRequestValidatedMeasureData E23 E16",
      "RejectRequestValidatedMeasureData E23 E50",
      "RejectRequestValidatedMeasureData E23 E50",
      "RejectRequestValidatedMeasureData E23 E10",
      "NotifyValidatedMeasureData E30"
    ])
    expect(new Set(readingDays([answers[0]!], ours)).size).toBe(31)
    expect(Result.getOrThrow(decodeMeasureData(answers[5]!.body)).otherSeries[0]!.resolution).toBe("P1Y")
  })
)

it.live("changes charge links that are ours to change, and tells what holds then", () =>
  play({ points: 60 }, async (player) => {
    await player.drain("masterdata")
    const points = await player.lines("points?limit=1000")
    const ours = points.find(({ supplier }) => supplier === player.gln)!.gsrn as string
    const link = (code: string, effectiveDate = "2026-01-15T23:00:00Z") => ({
      "marketEvaluationPoint.mRID": pointId(ours),
      ChargeGroup: {
        ChargeType: [
          {
            mRID: code,
            "chargeTypeOwner_MarketParticipant.mRID": pointId("5790000432752"),
            effectiveDate,
            factor: 1,
            type: { value: "D03" }
          }
        ]
      }
    })
    await send(
      player,
      "requestchangebillingmasterdata",
      request("RequestChangeBillingMasterData", "D17", link("EA-001"))
    )
    await send(player, "requestchangebillingmasterdata", request("RequestChangeBillingMasterData", "D17", link("EA-9")))
    expect(await masterdata(player)).toEqual([
      "ConfirmRequestChangeBillingMasterData D17",
      "NotifyBillingMasterData D17",
      "RejectRequestChangeBillingMasterData D17 D14"
    ])
  })
)

it.live("plays two suppliers: what one takes, the other hears of", () => {
  const clients = [
    { clientId: "us", clientSecret: "s", gln: "5790009990017" },
    { clientId: "them", clientSecret: "s", gln: "5790009990048" }
  ] as const
  return play({ points: 60, clients }, async (player) => {
    const them = await player.as("them", "s", "5790009990048")
    expect((await masterdata(them)).length).toBeGreaterThan(4)
    const { customer } = await start(player, "sunshine")
    await send(
      player,
      "requestchangeofsupplier",
      switchRequest(customer!.gsrn, "2026-01-15T23:00:00Z", customerOf(customer!))
    )
    await player.advance("P1D")
    expect(await masterdata(them)).toEqual(["GenericNotification E03"])
    await send(player, "requestendofsupply", endOfSupply(customer!.gsrn, "D07", "2026-01-15T23:00:00Z"))
    expect(await masterdata(them)).toEqual(["RequestReallocateChangeOfSupplier D07"])
    await player.drain("masterdata")
    await player.advance("P8D")
    expect((await masterdata(them))[0]).toBe("AccountingPointCharacteristics D07")
    expect(await masterdata(player)).toEqual(["GenericNotification D34"])
  })
})
