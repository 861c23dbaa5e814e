import { decodeGenericNotification, decodeMasterData, decodeMeasureData } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import type { ActorPoint } from "../src/index.ts"
import { type Message, play, type Player, switchRequest } from "./player.ts"
import { customerOf, endOfSupply, labels, masterdata, readingDays, send, start, SWITCHED } from "./story.ts"

const seriesIn = (messages: ReadonlyArray<Message>, gsrn: string) =>
  messages
    .flatMap(({ body }) => Result.getOrThrow(decodeMeasureData(body)).series)
    .filter((series) => series.gsrn === gsrn)

const pointOf = async (player: Player, fits: (point: ActorPoint) => boolean): Promise<ActorPoint> =>
  ((await player.lines("points?limit=1000")) as unknown as ReadonlyArray<ActorPoint>).find(fits)!

it.live("readings that are told are registered anew for days that have passed, and hold for those to come", () =>
  play({ points: 40, historyDays: 2, scenario: "steady" }, async (player) => {
    const isOurs = ({ supplier, type }: ActorPoint): boolean => supplier === player.gln && type === "E17"
    const own = await pointOf(player, (point) => isOurs(point) && point.resolution === "PT15M")
    await player.drain("measuredata")
    const hourlyWh = Array.from({ length: 24 }, (_, hour) => 1000 + hour)
    expect((await player.admin("readings", { gsrn: own.gsrn, hourlyWh })).body).toBe('{"messages":1}')
    const anew = await player.drain("measuredata")
    expect(readingDays(anew, own.gsrn)).toEqual(["2026-01-12", "2026-01-13"])
    const [first] = seriesIn(anew, own.gsrn)
    // An hour of 1,003 Wh in quarters: what four do not divide goes to the first of them.
    expect([...first!.quantitiesWh.subarray(12, 16)]).toEqual([251, 251, 251, 250])
    await player.advance("P1D")
    const [today] = seriesIn(await player.drain("measuredata"), own.gsrn)
    expect(today!.quantitiesWh.reduce((sum, wh) => sum + wh, 0)).toBe(24_276)

    const zero = hourlyWh.map(() => 0)
    await player.admin("readings", { gsrn: own.gsrn, hourlyWh: zero, day: "2026-01-14" })
    const [corrected] = seriesIn(await player.drain("measuredata"), own.gsrn)
    expect(corrected!.quantitiesWh.every((wh) => wh === 0)).toBe(true)
    const [row] = await player.lines(`truth/readings?gsrn=${own.gsrn}&from=2026-01-14&to=2026-01-15`)
    expect(row!["wh"]).toEqual([...corrected!.quantitiesWh])
  })
)

it.live("readings that cannot be told are refused with the reason", () =>
  play({ points: 20, scenario: "steady" }, async (player) => {
    const own = await pointOf(player, ({ supplier }) => supplier === player.gln)
    const hourlyWh = Array(24).fill(1)
    const refusals = [
      [{ gsrn: "571313999999999999", hourlyWh }, "There is no metering point 571313999999999999."],
      [{ gsrn: own.gsrn, hourlyWh, day: "2026-01-15" }, "is no day between the world's first one and yesterday"],
      [{ gsrn: own.gsrn, hourlyWh: hourlyWh.slice(1) }, "24"],
      [{ gsrn: own.gsrn, hourlyWh: hourlyWh.map(() => 0.5) }, "integer"]
    ] as const
    for (const [request, reason] of refusals) {
      const { body, status } = await player.admin("readings", request)
      expect(status).toBe(400)
      expect(body).toContain(reason)
    }
  })
)

it.live("steady: no day is registered a second time", () =>
  play({ points: 40, historyDays: 5, scenario: "steady" }, async (player) => {
    await player.advance("P40D")
    const series = (await player.drain("measuredata")).flatMap(
      ({ body }) => Result.getOrThrow(decodeMeasureData(body)).series
    )
    expect(series.length).toBeGreaterThan(500)
    expect(new Set(series.map(({ gsrn, start: from }) => `${gsrn} ${from}`)).size).toBe(series.length)
    expect((await player.drain("aggregations")).length).toBe(0)
  })
)

it.live("without prices it is told which charges there are, and no more, also at the end of a year", () =>
  play({ points: 10, tellsPrices: false }, async (player) => {
    await player.advance("P360D")
    const lists = labels(await player.drain("masterdata")).filter((label) => label.startsWith("NotifyPriceList"))
    expect(lists).toEqual(["NotifyPriceList D18"])
  })
)

it.live("lost_switch: the supply ends, and RSM-004 says so when it has", () =>
  play({ points: 40 }, async (player) => {
    const { lost } = await start(player, "lost_switch")
    await player.advance("P2DT23H")
    expect(await masterdata(player)).toEqual([])
    await player.advance("PT1H")
    const [notice] = await player.drain("masterdata")
    const { header, records } = Result.getOrThrow(decodeGenericNotification(notice!.body))
    expect([header.processType, records[0]]).toMatchObject(["E03", { gsrn: lost!.gsrn, validFrom: midnight(17) }])
    expect(await pointOf(player, ({ gsrn }) => gsrn === lost!.gsrn)).toMatchObject({ supplier: "5790009990048" })
  })
)

it.live("same_day: a switch that is registered first keeps the day, and a move-in takes it from a switch", () =>
  play({ points: 40, scenario: "steady" }, async (player) => {
    const { outrun, overtaken } = await start(player, "same_day")
    for (const point of [outrun!, overtaken!]) {
      const body = switchRequest(point.gsrn, textOf(midnight(17)), customerOf(point))
      await send(player, "requestchangeofsupplier", body)
    }
    expect(labels(await player.drain("masterdata"))).toEqual(["RejectRequestChangeOfSupplier E03 E22", ...SWITCHED])
    await player.advance("P2D")
    const [notice] = await player.drain("masterdata")
    const { header, records } = Result.getOrThrow(decodeGenericNotification(notice!.body))
    expect([header.processType, records[0]]).toMatchObject(["E01", { gsrn: overtaken!.gsrn, validFrom: midnight(17) }])
    await player.advance("P2D")
    for (const { gsrn } of [outrun!, overtaken!]) {
      expect(await pointOf(player, (point) => point.gsrn === gsrn)).toMatchObject({ supplier: "5790009990031" })
    }
  })
)

it.live("late_return: we are asked for a customer again when two months have passed", () =>
  play({ points: 20, scenario: "steady" }, async (player) => {
    await start(player, "late_return")
    await player.advance("P48D")
    expect(await masterdata(player)).toEqual(["GenericNotification E03"])
    await player.advance("P1D")
    expect(await masterdata(player)).toEqual(["RequestReallocateChangeOfSupplier D07"])
  })
)

/** 2026, January: Danish midnight at the end of a day. */
const midnight = (date: number): number => Date.UTC(2026, 0, date, 23)
const textOf = (instant: number): string => new Date(instant).toISOString().replace(".000", "")

it.live.each([
  ["an earlier", 10, ["2026-01-10", "2026-01-11", "2026-01-12", "2026-01-13"]],
  ["a later", 16, []]
] as const)("a move that is put on %s date keeps the supply, and tells everything anew", ([, date, days]) =>
  play({ points: 60, historyDays: 10, scenario: "steady" }, async (player) => {
    const { takenByUs } = await start(player, "erroneous_move")
    const gsrn = takenByUs!.gsrn
    const newcomer = { scheme: "ARR", number: "0909090000" }
    await send(player, "requestchangeofsupplier", switchRequest(gsrn, textOf(midnight(14)), newcomer, "E65"))
    await player.advance("P4D")
    await player.drain("masterdata")
    await player.drain("measuredata")
    await send(player, "requestendofsupply", endOfSupply(gsrn, "D33", textOf(midnight(date))))
    await send(player, "requestendofsupply", endOfSupply(gsrn, "D33", textOf(midnight(12))))
    expect(await masterdata(player)).toEqual(["ConfirmRequestEndOfSupply D33", "RejectRequestEndOfSupply D33 E17"])
    await player.advance("P1D")
    const told = await player.drain("masterdata")
    expect(labels(told)).toEqual([
      "GenericNotification D34",
      "AccountingPointCharacteristics D33",
      "CharacteristicsOfACustomerAtAnAP D33",
      "NotifyBillingMasterData D33"
    ])
    const notice = Result.getOrThrow(decodeGenericNotification(told[0]!.body)).records[0]!
    const { masterData } = Result.getOrThrow(decodeMasterData(told[1]!.body)).records[0]!
    expect([notice.validFrom, masterData.supplyStart]).toEqual([midnight(14), midnight(date)])
    expect(readingDays(await player.drain("measuredata"), gsrn)).toEqual(["2026-01-18", ...days])
    const { customerCpr, supplier } = await pointOf(player, (point) => point.gsrn === gsrn)
    expect([supplier, customerCpr]).toEqual([
      player.gln,
      customerOf({ ...takenByUs!, customerCpr: "0909090000" }).number
    ])
  })
)

it.live("a move-out that was wrong is undone, or put on another date; the supply stays", () =>
  play({ points: 60, historyDays: 10, scenario: "steady" }, async (player) => {
    const [first, second] = [await start(player, "move_out"), await start(player, "move_out")]
    const [back, moved] = [first["leaver"]!, second["leaver"]!]
    for (const { gsrn } of [back, moved]) {
      await send(player, "requestendofsupply", endOfSupply(gsrn, "E66", textOf(midnight(16))))
    }
    await player.advance("P6D")
    await player.drain("masterdata")
    for (const [{ gsrn }, date] of [
      [back, 16],
      [moved, 14],
      [moved, 13]
    ] as const) {
      await send(player, "requestendofsupply", endOfSupply(gsrn, "D33", textOf(midnight(date))))
    }
    const confirmed = "ConfirmRequestEndOfSupply D33"
    expect(await masterdata(player)).toEqual([confirmed, confirmed, "RejectRequestEndOfSupply D33 E17"])
    await player.advance("P3D")
    const notice = "GenericNotification D34"
    expect(await masterdata(player)).toEqual([notice, "CharacteristicsOfACustomerAtAnAP D33", notice])
    const customers = [back, moved].map(({ gsrn }) => pointOf(player, (point) => point.gsrn === gsrn))
    expect((await Promise.all(customers)).map(({ customerName, supplier }) => [customerName, supplier])).toEqual([
      [back.customerName, player.gln],
      ["(ukendt)", player.gln]
    ])
  })
)
