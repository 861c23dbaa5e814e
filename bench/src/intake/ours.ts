import { createInterface } from "node:readline"
import { Gln, handleMessage, IntakeSettings, priceAreaOfGridArea } from "@datahub-settlement/core"
import { DatahubClient } from "@datahub-settlement/datahub-client"
import { Effect, Layer, Option, Redacted, Stream } from "effect"
import { peakRssMb, round, timed } from "../measure.ts"
import { benchStores } from "../store/server.ts"
import { clientOf, type DatahubAddress } from "./datahub.ts"

/*
 * The intake and nothing else, so that the memory of this process is the intake's: `node ours.ts <address>`, with the
 * database in INTAKE_DATABASE_URL. Its first line says that it is there; then each line of input has it empty the queue,
 * and is answered by what that took.
 */

/** A day that was taken in. */
export interface DayTaken {
  readonly ms: number
  /** Memory of the process afterwards, when what is no longer needed is gone. */
  readonly rssMb: number
  /** The most that it has been until then. */
  readonly peakMb: number
}

const settings = Layer.succeed(IntakeSettings, {
  gln: Gln.make("5790009990017"),
  priceAreaOf: priceAreaOfGridArea,
  keepsReadings: false
})

/** What a poller of the host does until its queue is empty. */
const emptyQueue = Effect.gen(function* () {
  const datahub = yield* DatahubClient
  while (true) {
    const peeked = yield* datahub.peek("measuredata")
    if (Option.isNone(peeked)) return
    const { body, messageId, queue } = peeked.value
    const { outcome } = yield* handleMessage({ messageId, queue, body, receivedAt: Date.now() })
    if (outcome !== "applied") return yield* Effect.die(new Error(`${messageId}: ${outcome}`))
    yield* datahub.dequeue(messageId)
  }
})

const takeDay = Effect.gen(function* () {
  const { ms } = yield* timed(emptyQueue)
  globalThis.gc?.()
  const rssMb = round(process.memoryUsage().rss / 2 ** 20)
  process.stdout.write(`${JSON.stringify({ ms, rssMb, peakMb: peakRssMb() } satisfies DayTaken)}\n`)
})

const address = JSON.parse(process.argv[2]!) as DatahubAddress
const url = Redacted.make(process.env["INTAKE_DATABASE_URL"]!)
const lines = Stream.fromAsyncIterable(createInterface({ input: process.stdin }), (cause) => cause)
const serve = Effect.andThen(
  Effect.sync(() => process.stdout.write("ready\n")),
  Stream.runForEach(lines, () => takeDay)
)

await Effect.runPromise(serve.pipe(Effect.provide([benchStores(url), settings, clientOf(address)])))
