import {
  advanceDueProcesses,
  type AnsweredRequest,
  cancelRequest,
  handleMessage,
  Portfolio,
  ProcessStore,
  type SignUp
} from "@datahub-settlement/core"
import { memoryIntake, spotProductOf } from "@datahub-settlement/core/testing"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { day, gsrn, Making } from "../intake/Making.ts"

/** A program without a past, and a clock that is set. */
export const world = () => Layer.mergeAll(memoryIntake(), TestClock.layer())

const { from: _, ...terms } = spotProductOf()

export const switching: SignUp = {
  gsrn,
  startAt: day("2025-02-01"),
  customer: "lives there",
  name: "Nordlys ApS",
  cvr: "12345678",
  balanceResponsible: "5790009990024",
  contract: { terms }
}
export const movingIn: SignUp = { ...switching, customer: "moves in" }

export const newest = ProcessStore.use((store) => Effect.map(store.list({ limit: 1 }), ([process]) => process!))

/** What we supply, to whom, and on what terms: the days on which they begin, and end. */
export const standing = Effect.gen(function* () {
  const point = (yield* (yield* Portfolio).versions([gsrn])).get(gsrn)
  const days = (parts: ReadonlyArray<{ readonly from: number; readonly to?: number | undefined }> = []): string =>
    parts.map(({ from, to }) => `${dayOf(from)}${to === undefined ? "" : `–${dayOf(to)}`}`).join(" ")
  return { supply: days(point?.supply), contracts: days(point?.contracts), state: (yield* newest).state }
})

const dayOf = (at: number): string => new Date(at + 3 * 3_600_000).toISOString().slice(5, 10)

export type Act = Effect.Effect<unknown, unknown, Layer.Success<ReturnType<typeof world>>>

const processTypes: Readonly<Record<string, string>> = { moveIn: "E65", endOfSupply: "E20", moveOut: "E66" }

/** A story that is told step by step, and what is said of the last message. */
export class Story {
  readonly made = new Making()
  readonly #said: Array<string> = []

  /** DataHub answers the newest thing of ours. */
  answer(request: AnsweredRequest, code?: string): Act {
    return Effect.flatMap(newest, ({ history, kind }) => {
      const isCancellation = request === "RequestCancellation"
      const sent = history.findLast(({ event }) => event.kind === (isCancellation ? "cancellationSent" : "sent"))!
      const reasons = code === undefined ? undefined : [{ code }]
      this.made.answer(request, processTypes[kind] ?? "E03", sent.event.transactionId!, reasons)
      return this.handle
    })
  }

  notice(processType: string, from = "2025-02-01"): Act {
    return Effect.suspend(() => {
      this.made.notice(processType, day(from))
      return this.handle
    })
  }

  masterData(processType: string, from = "2025-02-01"): Act {
    return Effect.suspend(() => {
      this.made.masterData(processType, { validFrom: day(from), supplyStart: day(from) })
      return this.handle
    })
  }

  get handle(): Act {
    return Effect.map(handleMessage(this.made.messages.at(-1)!), ({ notes }) => {
      this.#said.length = 0
      this.#said.push(...notes)
    })
  }

  get said(): string {
    return this.#said.join("\n")
  }
}

export const later = (date: string): Act => Effect.andThen(TestClock.setTime(day(date)), advanceDueProcesses())
export const cancel: Act = Effect.flatMap(newest, ({ id }) => cancelRequest(id))
