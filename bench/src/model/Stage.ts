import {
  advanceDueProcesses,
  type Gsrn,
  handleMessage,
  type HandledMessage,
  type MarketProcess,
  noteCompleteReadings,
  Portfolio,
  ProcessStore,
  reckonNewPeriods,
  resumeSettlement,
  runCorrections,
  runSettlement,
  SpotPriceStore,
  verifyRun
} from "@datahub-settlement/core"
import { Effect, Option } from "effect"
import { nanoOf } from "@datahub-settlement/core/testing"
import { Broken } from "./Broken.ts"
import {
  cast,
  charges,
  child,
  contractOf,
  firstPrices,
  net,
  plain,
  reduced,
  spotPrices,
  subscription,
  tax
} from "./cast.ts"
import type { CrashPlan } from "./Crashes.ts"
import {
  chargeTold,
  childTold,
  linkTold,
  pointTold,
  priceTold,
  readingsTold,
  type Telling,
  type Told
} from "./datahub.ts"
import type { Figures } from "./Figures.ts"
import { readKnown, readRuns, textOf } from "./known.ts"
import { dayAt, months } from "./modelCalendar.ts"
import type { Ports } from "./ports.ts"
import { Story } from "./Story.ts"
import type { System } from "./System.ts"

/** How a step is to be played: whether the program crashes in it, and whether what DataHub says is held back. */
export interface Playing {
  readonly crash: CrashPlan | undefined
  readonly isLate: boolean
}

const smoothly: Playing = { crash: undefined, isLate: false }

/** Plays steps of a story on the program under test. */
export class Stage {
  readonly story: Story
  readonly system: System
  readonly figures: Figures

  constructor(system: System, figures: Figures) {
    this.system = system
    this.figures = figures
    this.story = new Story()
  }

  /** The first weeks: charges and their prices, points that we supply, and January's readings. */
  async open(): Promise<void> {
    const { story } = this
    await this.act(() =>
      Effect.gen(function* () {
        yield* (yield* SpotPriceStore).record(spotPrices, "model")
        yield* (yield* Portfolio).record({
          contracts: cast
            .filter(({ isFirst }) => isFirst)
            .map((point) => ({ ...contractOf(point), gsrn: point.gsrn, from: dayAt(0) }))
        })
      })
    )
    for (const charge of charges) await this.tell(chargeTold(charge))
    for (const [charge, dkk] of firstPrices) await this.tell(priceTold(charge, nanoOf(dkk), 0))
    for (const { gsrn, isFirst, production } of cast) {
      if (!isFirst) continue
      if (production !== undefined) await this.tell(pointTold(production, 0, "E32"))
      await this.tell(pointTold(gsrn, 0, "E03"))
      for (const charge of [net, tax, subscription]) await this.tell(linkTold(gsrn, charge, 1, 0))
      await this.tell(readingsTold(gsrn, 0, story.today, 1200))
      if (production !== undefined) await this.tell(readingsTold(production, 0, story.today, 900))
    }
    await this.tell(childTold(plain.gsrn, 0))
    await this.tell(linkTold(child, reduced, 1, 0))
    await this.tell(readingsTold(child, 0, story.today, 300))
  }

  /** DataHub says something, and it comes now or later. */
  async tell(telling: Telling, { crash, isLate }: Playing = smoothly): Promise<void> {
    const one = this.story.make(telling)
    if (isLate) this.story.hold(one)
    else await this.deliver(one, crash)
  }

  /** DataHub says something that was made long before, and comes now. */
  async tellLate(telling: Telling, madeAt: number, crash?: CrashPlan): Promise<void> {
    await this.deliver(this.story.make(telling, madeAt), crash)
  }

  /** A message comes; where the program crashes, it comes again. */
  async deliver(one: Told, crash?: CrashPlan): Promise<void> {
    const handled = await this.act(() => handleMessage(one.message), crash)
    this.expectHandled(one, handled)
  }

  /** A message that has come comes once more: nothing may change. */
  async repeat(one: Told, crash?: CrashPlan): Promise<void> {
    this.figures.replays += 1
    const before = textOf(await this.system.look(readKnown))
    const handled = await this.act(() => handleMessage(one.message), crash)
    if (handled.outcome !== "known before")
      throw new Broken("a repeat changes nothing", `${one.words} was ${handled.outcome} once more`)
    if (textOf(await this.system.look(readKnown)) !== before)
      throw new Broken("a repeat changes nothing", `${one.words} changed what is known`)
  }

  /** Does something, once more where the program crashes. */
  async act<A, E>(doing: () => Effect.Effect<A, E, Ports>, crash?: CrashPlan): Promise<A> {
    this.system.setTime(this.story.tick())
    const came = await this.system.act(doing(), crash)
    if ("answer" in came) return came.answer
    this.figures.crashes += 1
    this.system.setTime(this.story.tick())
    const again = await this.system.act(doing())
    if ("answer" in again) return again.answer
    throw new Error("It crashed where nothing was to crash.")
  }

  /** Days pass, and processes get what they bring: nothing that is due stays so. */
  async passTime(days: number, crash?: CrashPlan): Promise<void> {
    this.story.pass(days)
    let isFirst = true
    let isMore = true
    while (isMore) {
      isMore = (await this.act(() => advanceDueProcesses(), isFirst ? crash : undefined)).isMore
      isFirst = false
    }
    await this.act(() => noteCompleteReadings())
    while ((await this.act(() => reckonNewPeriods())).isMore);
    const { processes } = await this.system.look(readKnown)
    const now = this.story.now
    for (const { deadlines, id, kind, state } of processes) {
      const late = deadlines.find(({ at, ended }) => ended === undefined && at <= now)
      if (late !== undefined)
        throw new Broken("processes keep step", `${kind} ${id} is ${state}, and "${late.name}" was due`)
    }
  }

  /** What became of a process. */
  async expectProcess(id: string, ...states: ReadonlyArray<string>): Promise<void> {
    const found = await this.system.look(ProcessStore.use((store) => store.find(id)))
    const actual = Option.match(found, { onNone: () => "nowhere", onSome: (process) => process.state })
    if (!states.includes(actual))
      throw new Broken("processes keep step", `process ${id} is ${actual}, and should be ${states.join(" or ")}`)
  }

  /** A process as it is stored. */
  async processNow(id: string): Promise<MarketProcess | undefined> {
    return Option.getOrUndefined(await this.system.look(ProcessStore.use((store) => store.find(id))))
  }

  /** The process of a point that is in a state, as whoever works on it looks it up. */
  async openProcess(gsrn: Gsrn, role: string, state: string): Promise<string | undefined> {
    const open = await this.system.look(ProcessStore.use((store) => store.openFor(gsrn)))
    return open.find((process) => process.role === role && process.state === state)?.id
  }

  /** Settles a month; where the program crashes, the run waits to be gone on with. */
  async settle(month: number, crash?: CrashPlan): Promise<void> {
    const { story } = this
    const runId = story.drawRunId()
    this.system.setTime(story.tick())
    const settling = runSettlement({ runId, period: months[month]!.period, chunkPoints: 2 })
    const came = await this.system.act(settling, crash)
    if ("answer" in came) {
      story.settled.add(month)
      return
    }
    this.figures.crashes += 1
    story.stopped.push({ runId, month })
  }

  /** Goes on with what had stopped. */
  async resume(crash?: CrashPlan): Promise<void> {
    for (const [index, { month, runId }] of this.story.stopped.splice(0).entries()) {
      this.system.setTime(this.story.tick())
      // One that crashed before it was begun is not there: it is made anew.
      // One that a newer one has taken the place of stays as it is.
      const resuming = resumeSettlement({ runId, chunkPoints: 2 }).pipe(
        Effect.catchTags({
          RunUnknown: () => runSettlement({ runId, period: months[month]!.period, chunkPoints: 2 }),
          RunSuperseded: () => Effect.void
        })
      )
      const came = await this.system.act(resuming, index === 0 ? crash : undefined)
      if ("answer" in came) this.story.settled.add(month)
      else {
        this.figures.crashes += 1
        this.story.stopped.push({ runId, month })
      }
    }
  }

  /**
   * Settles the corrections that are due, so many at a time; where the program crashes, it tries again. Gives how many lines
   * that made.
   */
  async correct(crash?: CrashPlan, correctionsMax = 10_000): Promise<number> {
    let lines = 0
    let hasMore = true
    let isFirst = true
    while (hasMore) {
      const outcome = await this.act(() => this.correcting(correctionsMax), isFirst ? crash : undefined)
      lines += outcome.runs.reduce((sum, { progress }) => sum + progress.lines, 0)
      hasMore = outcome.hasMore
      isFirst = false
    }
    return lines
  }

  /** Corrections under run ids of their own, the same ones whenever it is played. */
  private correcting(correctionsMax: number) {
    const ids = months.map(() => this.story.drawRunId())
    return Effect.suspend(() => {
      let drawn = 0
      return runCorrections({ drawRunId: () => ids[drawn++]!, chunkPoints: 2, correctionsMax })
    })
  }

  /** All that is under way comes, stopped runs are finished, and corrections are settled: nothing is left to be done. */
  async comeToRest(): Promise<void> {
    const { held } = this.story
    while (held.length > 0) await this.deliver(this.story.release(held.length - 1))
    await this.resume()
    await this.correct()
    const more = await this.correct()
    if (more > 0) throw new Broken("a repeat changes nothing", `corrections made ${more} lines once more`)
    for (const { run } of await this.system.look(readRuns)) {
      const { difference } = await this.system.look(verifyRun(run.runId))
      if (difference !== undefined)
        throw new Broken("runs never change", `run ${run.runId} made again: ${textOf(difference)}`)
    }
    const { due } = await this.system.look(readKnown)
    if (due.length > 0) throw new Broken("billed is what is known", `${due.length} corrections are due after all`)
  }

  private expectHandled({ words }: Told, { notes, outcome }: HandledMessage): void {
    if (outcome === "dead letter") throw new Broken("handled", `${words} went to the dead letters: ${notes.join("; ")}`)
  }
}
