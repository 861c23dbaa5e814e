import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { encodeMeasureData, type MeteringSeries, type Resolution } from "@datahub-settlement/core"
import { makeSimulator } from "@datahub-settlement/simulator"
import { Effect, Stream } from "effect"
import { readingsOfDay, worldPoints } from "../store/world.ts"
import { asQuarters } from "./quarters.ts"

/*
 * A DataHub with the readings of days, in a process of its own: `node feed.ts <points> <folder>`. Its first line is where
 * it is; then each line of input, `<day> <PT1H|PT15M>`, queues the bundles of that day, writes them to the folder too, and
 * is answered by how many there are.
 */

const [count, folder] = [Number(process.argv[2]), process.argv[3]!]

/** DataHub's own limits of a bundle. */
const SERIES_MAX = 2_000
const READINGS_MAX = 150_000

const points = worldPoints(count, "plain")

const bundlesOf = (day: number, resolution: Resolution): ReadonlyArray<ReadonlyArray<MeteringSeries>> => {
  const series = readingsOfDay(points, day).flatMap((message) => message.series)
  const perBundle = Math.min(SERIES_MAX, Math.floor(READINGS_MAX / (resolution === "PT1H" ? 24 : 96)))
  return Array.from({ length: Math.ceil(series.length / perBundle) }, (_, index) =>
    series.slice(index * perBundle, (index + 1) * perBundle)
  )
}

const bundleText = (series: ReadonlyArray<MeteringSeries>, resolution: Resolution, messageId: string): string => {
  const own = series.map((one) => ({ ...(resolution === "PT1H" ? one : asQuarters(one)), messageId }))
  return JSON.stringify(
    encodeMeasureData({
      header: {
        messageId,
        createdAt: own[0]!.registeredAt + 60_000,
        processType: "E23",
        type: "E66",
        sender: { id: "5790001330552", role: "DGL" },
        receiver: { id: "5790009990017", role: "DDQ" }
      },
      series: own
    })
  )
}

const feed = Effect.gen(function* () {
  const simulator = yield* makeSimulator({ speed: 0, tellsAtStart: false, startAt: Date.UTC(2026, 1, 1) })
  const { client, scope, tokenUrl, url } = simulator
  process.stdout.write(`${JSON.stringify({ url, tokenUrl, scope, ...client })}\n`)
  const lines = Stream.fromAsyncIterable(createInterface({ input: process.stdin }), (cause) => cause)
  yield* Stream.runForEach(lines, (line) =>
    Effect.gen(function* () {
      const [day, resolution] = line.split(" ") as [string, Resolution]
      const at = join(folder, `${day}-${resolution}`)
      mkdirSync(at, { recursive: true })
      const bundles = bundlesOf(Number(day), resolution)
      for (const [index, series] of bundles.entries()) {
        const messageId = `${day}-${resolution}-${index}`
        const body = bundleText(series, resolution, messageId)
        writeFileSync(join(at, String(index)), body)
        yield* simulator.enqueue({ queue: "measuredata", messageId, body })
      }
      process.stdout.write(`${bundles.length}\n`)
    })
  )
})

await Effect.runPromise(Effect.scoped(feed))
