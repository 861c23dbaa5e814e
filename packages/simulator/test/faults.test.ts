import { decodeMeasureData } from "@datahub-settlement/core"
import { expect, it } from "@effect/vitest"
import { Result } from "effect"
import { ownConnection, play, type Player, request, pointId } from "./player.ts"

const small = { points: 20 }
/** Whether a reader has to refuse a body: no document, more than it takes, or bytes that are no UTF-8. */
const isBroken = (body: string): boolean =>
  Result.isFailure(decodeMeasureData(body)) || body.length > 64 * 1024 * 1024 || body.includes("\uFFFD")

const dayOld = async (player: Player): Promise<void> => {
  await player.advance("P3D")
}

it.live.each([401, 403, 429, 500, 503] as const)("answers the next calls with %s, as often as asked for", (status) =>
  play(small, async (player) => {
    await dayOld(player)
    const before = await player.peek("measuredata")
    await player.admin("inject-error", { status, count: 2, queue: "measuredata", retryAfter: 7 })
    expect((await player.peek("masterdata")).status).toBe(200)
    const first = await player.peek("measuredata")
    expect([first.status, first.headers.get("Retry-After")]).toEqual([status, "7"])
    const dequeue = await player.dequeue(before.headers.get("MessageId")!)
    expect(dequeue.status).toBe(status)
    expect((await player.peek("measuredata")).headers.get("MessageId")).toBe(before.headers.get("MessageId"))
    const faults = (await player.lines("journal")).filter(({ event }) => event === "fault")
    expect(faults.map(({ fault }) => fault)).toEqual([String(status), String(status)])
  })
)

it.live("answers the token service's and a submission's next call with an error", () =>
  play(small, async (player) => {
    await player.admin("inject-error", { status: 503, operation: "token" })
    await player.admin("inject-error", { status: 503, operation: "submit" })
    expect((await player.peek("measuredata")).status).toBe(204)
    const tokens = await fetch(player.simulator.tokenUrl, { method: "POST", headers: ownConnection })
    expect(tokens.status).toBe(503)
    expect((await player.submit("requestcancellation", {})).status).toBe(503)
    expect((await player.submit("requestcancellation", {})).status).toBe(400)
  })
)

it.live("is slow when told to", () =>
  play(small, async (player) => {
    await player.admin("inject-error", { status: "slow", delayMs: 250 })
    const start = performance.now()
    expect((await player.peek("masterdata")).status).toBe(200)
    expect(performance.now() - start).toBeGreaterThan(240)
  })
)

it.live("cuts the connection in the middle of a body, and gives all of it the next time", () =>
  play(small, async (player) => {
    await dayOld(player)
    await player.admin("inject-error", { status: "cut" })
    await expect(player.peek("measuredata")).rejects.toThrow()
    expect((await player.peek("measuredata")).status).toBe(200)
  })
)

it.live("loses the answer to a dequeue, and has dequeued", () =>
  play(small, async (player) => {
    await dayOld(player)
    const first = (await player.peek("measuredata")).headers.get("MessageId")!
    await player.admin("inject-error", { status: "lost-dequeue" })
    await expect(player.dequeue(first)).rejects.toThrow()
    expect((await player.peek("measuredata")).headers.get("MessageId")).not.toBe(first)
    expect((await player.dequeue(first)).status).toBe(200)
  })
)

it.live("loses the answer to a submission, and knows its ids when it comes again", () =>
  play(small, async (player) => {
    const body = request("RequestValidatedMeasureData", "E23", { "marketEvaluationPoint.mRID": pointId("5713") })
    await player.admin("inject-error", { status: "cut", operation: "submit" })
    await expect(player.submit("requestvalidatedmeasurements", body)).rejects.toThrow()
    const again = await player.submit("requestvalidatedmeasurements", body)
    expect(again.body).toContain("00101")
  })
)

it.live.each(["invalid-json", "wrong-shape", "truncated", "wrong-charset", "too-large"] as const)(
  "adds a message that is broken: %s",
  (kind) =>
    play(small, async (player) => {
      const { messageId } = JSON.parse((await player.admin("inject-malformed", { kind })).body)
      await dayOld(player)
      const broken = await player.peek("measuredata")
      expect(broken.headers.get("MessageId")).toBe(messageId)
      expect(isBroken(broken.body)).toBe(true)
      expect((await player.dequeue(messageId)).status).toBe(200)
      const [first] = await player
        .lines("journal")
        .then((lines) => lines.filter((line) => line.messageId === messageId))
      expect(first).toMatchObject({ faults: [kind], deliveries: 1, dequeues: 1 })
      // Nothing real was lost.
      const next = await player.peek("measuredata")
      expect(Result.isSuccess(decodeMeasureData(next.body))).toBe(true)
    })
)

it.live.each(["invalid-json", "wrong-shape", "truncated", "wrong-charset"] as const)(
  "spoils the next real message (%s), says so, and keeps the true body",
  (kind) =>
    play(small, async (player) => {
      await dayOld(player)
      await player.admin("inject-malformed", { kind, queue: "timeseries", spoil: true })
      const spoiled = await player.peek("measuredata")
      const messageId = spoiled.headers.get("MessageId")!
      expect(isBroken(spoiled.body)).toBe(true)
      expect((await player.peek("measuredata")).body).toBe(spoiled.body)
      const { body } = await player.call("GET", `/admin/message/${messageId}`)
      expect(Result.isSuccess(decodeMeasureData(body))).toBe(true)
      const line = (await player.lines("journal")).find((one) => one.messageId === messageId)
      expect(line).toMatchObject({ spoiled: kind, faults: [] })
      await player.dequeue(messageId)
      expect(Result.isSuccess(decodeMeasureData((await player.peek("measuredata")).body))).toBe(true)
    })
)

it.live("sends a message again under its own id, and under a new one", () =>
  play(small, async (player) => {
    await dayOld(player)
    const [first, ...others] = await player.drain("measuredata")
    expect(others.length).toBeGreaterThan(0)
    await player.admin("inject", { kind: "duplicate", messageId: first!.messageId, sameId: true })
    const [again] = await player.drain("measuredata")
    expect([again!.messageId, again!.body]).toEqual([first!.messageId, first!.body])
    await player.admin("inject", { kind: "duplicate", messageId: first!.messageId })
    const [copy] = await player.drain("measuredata")
    expect(copy!.messageId).not.toBe(first!.messageId)
    expect(copy!.body).toBe(first!.body.replace(first!.messageId, copy!.messageId))
    const line = (await player.lines("journal")).find(({ messageId }) => messageId === copy!.messageId)
    expect(line).toMatchObject({ faults: ["duplicate"], repeats: first!.messageId })
  })
)

it.live("lets a later message come before an earlier one, but not before one that was peeked", () =>
  play(small, async (player) => {
    await dayOld(player)
    const order = async (): Promise<ReadonlyArray<unknown>> =>
      (await player.lines("journal")).filter(({ queue }) => queue === "measuredata").map(({ messageId }) => messageId)
    const [first, second, third] = await order()
    await player.peek("measuredata")
    await player.admin("inject", { kind: "reorder" })
    const drained = (await player.drain("measuredata")).map(({ messageId }) => messageId)
    expect(drained).toEqual([first, third, second])
  })
)

it.live("sends a late registration that changes nothing, and a contradictory one that leaves the truth open", () =>
  play(small, async (player) => {
    await player.advance("P1D")
    const [delivered] = await player.drain("measuredata")
    const one = Result.getOrThrow(decodeMeasureData(delivered!.body)).series[0]!
    const truth = async (): Promise<Readonly<Record<string, unknown>>> =>
      (await player.lines(`truth/readings?gsrn=${one.gsrn}&from=2026-01-15&to=2026-01-16`))[0]!
    const before = await truth()
    for (const kind of ["late", "contradictory"] as const) {
      await player.admin("inject", { kind, gsrn: one.gsrn, day: "2026-01-15" })
      const [message] = await player.drain("measuredata")
      const [series] = Result.getOrThrow(decodeMeasureData(message!.body)).series
      expect(series!.registeredAt - one.registeredAt).toBe(kind === "late" ? -7_200_000 : 0)
      expect([...series!.quantitiesWh]).not.toEqual([...one.quantitiesWh])
      expect(await truth()).toEqual(kind === "late" ? before : { ...before, isContradicted: true })
    }
  })
)

it.live("draws faults at random by a seed, accounts for every message, and is quiet when told to be", () =>
  play({ points: 60, faults: { seed: 9, rate: 0.2 } }, async (player) => {
    const seen = new Map<string, number>()
    let failures = 0
    const step = async (): Promise<boolean> => {
      try {
        const answer = await player.peek("measuredata")
        if (answer.status !== 200) return answer.status === 204
        const id = answer.headers.get("MessageId")!
        seen.set(id, (seen.get(id) ?? 0) + 1)
        await player.dequeue(id)
      } catch {
        failures += 1
      }
      return false
    }
    for (let day = 0; day < 40; day++) {
      await player.advance("P1D")
      for (let calls = 0; calls < 12; calls++) await step()
    }
    await player.admin("faults", { rate: 0 })
    while (!(await step())) continue
    const lines = await player.lines("journal")
    const messages = lines.filter(({ event, queue }) => event === "message" && queue === "measuredata")
    expect(failures).toBeGreaterThan(5)
    expect(lines.filter(({ event }) => event === "fault").length).toBeGreaterThan(50)
    const kinds = new Set(messages.flatMap(({ faults }) => faults as ReadonlyArray<string>))
    expect([...kinds].sort()).toEqual(expect.arrayContaining(["contradictory", "duplicate"]))
    expect(messages.some(({ spoiled }) => typeof spoiled === "string")).toBe(true)
    expect(messages.every(({ dequeues }) => (dequeues as number) > 0)).toBe(true)
    expect(messages.every(({ messageId }) => seen.has(messageId as string))).toBe(true)
    const state = JSON.parse((await player.call("GET", "/admin/state")).body)
    expect(state.faults).toMatchObject({ rate: 0, waiting: 0 })
  })
)
