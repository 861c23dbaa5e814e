import type { Gsrn, RunId } from "@datahub-settlement/core"
import { runIdOf } from "@datahub-settlement/core/testing"
import { type Told, told, type Telling } from "./datahub.ts"
import type { Fact } from "./facts.ts"
import { dayAt } from "./modelCalendar.ts"
import type { Leaving, Overruled, Prepaying } from "./prepaying.ts"
import type { Unanswered } from "./unanswered.ts"

/** A run that crashed, and is to be gone on with. */
export interface StoppedRun {
  readonly runId: RunId
  readonly month: number
}

/** A sign-up that DataHub said yes to. */
export interface AcceptedSignUp {
  readonly gsrn: Gsrn
  readonly day: number
  readonly processId: string
}

const FIRST_DAY = 45
const NINE_O_CLOCK = 9 * 3_600_000
const MINUTE = 60_000

/**
 * What is true, and what we have been told of it: the model. It knows no store and no rule of the program; DataHub's word
 * for each day is enough.
 */
export class Story {
  /** Today, and how many minutes of it have gone since nine o'clock. */
  today = FIRST_DAY
  private minutes = 0
  private messages = 0
  private runs = 0
  private amounts = 0
  /** Messages of DataHub, and facts that are known without one, in the order in which they were said. */
  private readonly said: Array<Told | Fact> = []
  /** Sent, and on its way to us still. */
  readonly held: Array<Told> = []
  readonly prepaying: Array<Prepaying> = []
  readonly overruled: Array<Overruled> = []
  readonly leavings: Array<Leaving> = []
  /** What we asked for, and DataHub has not answered. */
  readonly unanswered: Array<Unanswered> = []
  readonly stopped: Array<StoppedRun> = []
  readonly signUps: Array<AcceptedSignUp> = []
  /** Months that some settlement was begun for. */
  readonly settled = new Set<number>()

  /** A minute has gone since whatever happened last. */
  get now(): number {
    return dayAt(this.today) + NINE_O_CLOCK + this.minutes * MINUTE
  }

  tick(): number {
    this.minutes += 1
    return this.now
  }

  pass(days: number): void {
    this.today += days
    this.minutes = 0
  }

  /** DataHub makes a message; one that was long under way was made before. */
  make(telling: Telling, madeAt = this.tick()): Told {
    const one = told(telling, ++this.messages, madeAt)
    this.said.push(one)
    return one
  }

  hold(one: Told): void {
    this.held.push(one)
  }

  release(place: number): Told {
    return this.held.splice(place % this.held.length, 1)[0]!
  }

  drawRunId(): RunId {
    return runIdOf(++this.runs)
  }

  /** What a customer pays in advance: no two the same, so that it is known whose it is. */
  drawAmountOere(): number {
    return 90_000 + 7 * ++this.amounts
  }

  /** All that DataHub and its support have said, in the order in which it was said. */
  get facts(): ReadonlyArray<Fact> {
    return this.said.flatMap(factsOf)
  }

  /** What of it has come. */
  get knownFacts(): ReadonlyArray<Fact> {
    const held = new Set<Told | Fact>(this.held)
    return this.said.filter((one) => !held.has(one)).flatMap(factsOf)
  }

  /** Something is so without a message that says it. */
  know(fact: Fact): void {
    this.said.push(fact)
  }

  /** Messages that have come, in the order in which they were made. */
  get come(): ReadonlyArray<Told> {
    const held = new Set(this.held)
    return this.said.filter((one) => "message" in one).filter((one) => !held.has(one))
  }

  /** Whether nothing about a point is on its way that says other than readings. */
  isToldOf(gsrn: Gsrn): boolean {
    return !this.held.some(({ facts }) => facts.some((fact) => "gsrn" in fact && fact.gsrn === gsrn))
  }
}

const factsOf = (one: Told | Fact): ReadonlyArray<Fact> => ("message" in one ? one.facts : [one])
