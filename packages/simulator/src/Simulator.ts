import { Gln, type Instant } from "@datahub-settlement/core"
import { Effect, Schedule, Schema, type Scope } from "effect"
import type { HttpFault } from "./faults/HttpFaults.ts"
import type { RandomFaultOptions } from "./faults/RandomFaults.ts"
import { makePowers, type Powers, type SimulatorState } from "./admin/powers.ts"
import type { DisorderRequest, MalformedRequest, MessageRequest, ReadingsRequest } from "./admin/requests.ts"
import { makeRoute } from "./route.ts"
import { serve } from "./http/serve.ts"
import type { SimulatorClient } from "./http/tokens.ts"
import type { JournalLine, MessageLine } from "./queues/journal.ts"
import { scenarios } from "./scenarios/index.ts"
import { firstDayOf, simulate } from "./simulate.ts"
import type { ActorPoint } from "./world/actorPoints.ts"
import type { TruthQuery, TruthRow } from "./world/truth.ts"
import type { Cast, Simulation } from "./Simulation.ts"
import { Unable } from "./Unable.ts"
import { usualReadings } from "./world/registrations.ts"
import { usualMix } from "./world/WorldPoint.ts"

/** How a simulator is to be; everything has a default. */
export interface SimulatorOptions {
  /** 0, the default, for any that is free. */
  readonly port?: number | undefined
  /** 127.0.0.1 without it. */
  readonly host?: string | undefined
  /** The world, its ids and all chance but the faults': 1 without it. */
  readonly seed?: number | undefined
  /** Metering points, children included: 40 without it. */
  readonly points?: number | undefined
  /** The beginning of the virtual time: now without it. */
  readonly startAt?: Instant | undefined
  /** Virtual seconds in a real second: 1 without it; 0 stands still until it is moved. */
  readonly speed?: number | undefined
  /** How many days before the start our supply and the readings begin: 0 without it. */
  readonly historyDays?: number | undefined
  /** How long a token holds: 3599 without it. */
  readonly tokenSeconds?: number | undefined
  /** Which clock tokens expire by: the real one without it. */
  readonly tokenClock?: "real" | "virtual" | undefined
  /** Credentials; the first is the supplier that the world is made for. */
  readonly clients?: readonly [SimulatorClient, ...ReadonlyArray<SimulatorClient>] | undefined
  /** Name of a scenario: `sunshine` without it. */
  readonly scenario?: string | undefined
  /** Faults drawn at random, with this probability for each call and each message; none without it. */
  readonly faults?: RandomFaultOptions | undefined
  /** Virtual milliseconds between a request and its answer: 40,000 without it. */
  readonly answerDelayMs?: number | undefined
  /** Whether prices and master data are told at the start; they are without it. */
  readonly tellsAtStart?: boolean | undefined
  /** Whether prices are told; they are without it. Else only which charges there are, and a test tells what they cost. */
  readonly tellsPrices?: boolean | undefined
}

/** The simulator was asked for something that it cannot do; the message says why. */
export class SimulatorRefused extends Schema.TaggedError<SimulatorRefused>()("SimulatorRefused", {
  reason: Schema.String
}) {
  override get message(): string {
    return this.reason
  }
}

/** A DataHub that runs, with the powers of `/admin` in process. */
export interface Simulator {
  /** Without a slash at the end. */
  readonly url: string
  readonly tokenUrl: string
  /** The scope that a client has to ask for; any that ends in `/.default` will do. */
  readonly scope: string
  readonly client: SimulatorClient
  readonly clock: {
    readonly now: Effect.Effect<Instant>
    /** By an ISO 8601 duration; how many events that was. */
    readonly advance: (duration: string) => Effect.Effect<number, SimulatorRefused>
    readonly advanceTo: (at: Instant) => Effect.Effect<number, SimulatorRefused>
    readonly setSpeed: (speed: number) => Effect.Effect<void>
  }
  /** Puts any document into a queue. */
  readonly enqueue: (message: typeof MessageRequest.Type) => Effect.Effect<MessageLine, SimulatorRefused>
  /** Says what a metering point uses; how many messages that sent. */
  readonly tellReadings: (
    request: typeof ReadingsRequest.Type
  ) => Effect.Effect<{ readonly messages: number }, SimulatorRefused>
  readonly inject: {
    readonly error: (fault: HttpFault) => Effect.Effect<void>
    readonly malformed: (
      request: typeof MalformedRequest.Type
    ) => Effect.Effect<MessageLine | { readonly spoils: string }>
    readonly disorder: (
      request: typeof DisorderRequest.Type
    ) => Effect.Effect<MessageLine | { readonly reordered: true }, SimulatorRefused>
    /** 0 makes the simulator quiet, and takes back the errors that still wait for a call. */
    readonly faultRate: (rate: number) => Effect.Effect<void>
  }
  /** Every message there ever was, then every fault that a call met. */
  readonly journal: Effect.Effect<ReadonlyArray<JournalLine>>
  readonly state: Effect.Effect<SimulatorState>
  readonly truth: (query: TruthQuery) => Effect.Effect<ReadonlyArray<TruthRow>>
  readonly startScenario: (name: string) => Effect.Effect<Cast, SimulatorRefused>
  readonly casts: Effect.Effect<ReadonlyArray<Cast>>
  readonly points: (from: number, count: number) => Effect.Effect<ReadonlyArray<ActorPoint>>
  readonly expireTokens: Effect.Effect<void>
}

/** The credential there is when none is named. */
export const defaultClient: SimulatorClient = {
  clientId: "simulated-supplier",
  clientSecret: "simulated-secret",
  gln: "5790009990017"
}

const OTHER_SUPPLIER = "5790009990048"
const BALANCE_RESPONSIBLE = "5790009990024"
const isGln = Schema.is(Gln)
const TENANT = "simulated-tenant"
const POINTS = 40
const OURS_SHARE = 0.5
const ANSWER_DELAY_MS = 40_000
const TOKEN_SECONDS = 3599

/**
 * Starts a simulator on a port of its own. It ends with the scope.
 *
 * @example
 * import { makeSimulator } from "@datahub-settlement/simulator"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   const simulator = yield* makeSimulator({ startAt: Date.UTC(2026, 0, 15, 12), speed: 0, points: 10 })
 *   yield* simulator.clock.advance("P1D")
 *   const { queues } = yield* simulator.state
 *   return queues[simulator.client.gln]?.measuredata
 * })
 * Effect.isEffect(program) // => true
 */
export const makeSimulator = (
  options: SimulatorOptions = {}
): Effect.Effect<Simulator, SimulatorRefused, Scope.Scope> =>
  Effect.gen(function* () {
    const seed = options.seed ?? 1
    const simulation = yield* attempt(() => simulationOf(options, seed))
    const powers = makePowers(simulation)
    const url = yield* serve(
      { port: options.port ?? 0, host: options.host ?? "127.0.0.1" },
      makeRoute(simulation, powers, seed)
    ).pipe(
      Effect.catchTag("ServeError", ({ cause }) => new SimulatorRefused({ reason: `Cannot listen: ${String(cause)}` }))
    )
    yield* Effect.sync(() => simulation.engine.clock.tick()).pipe(
      Effect.repeat(Schedule.spaced("250 millis")),
      Effect.forkScoped
    )
    return simulatorOf(url, simulation, powers)
  })

const attempt = <A>(act: () => A): Effect.Effect<A, SimulatorRefused> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(act())
    } catch (error) {
      if (error instanceof Unable) return new SimulatorRefused({ reason: error.message })
      throw error
    }
  })

const simulationOf = (options: SimulatorOptions, seed: number): Simulation => {
  const clients = options.clients ?? [defaultClient]
  const stranger = clients.find(({ gln }) => !isGln(gln))
  if (stranger !== undefined) throw new Unable(`${stranger.gln} is no GLN.`)
  const name = options.scenario ?? "sunshine"
  const scenario = scenarios.get(name)
  if (scenario === undefined) {
    throw new Unable(`There is no scenario "${name}". There are: ${[...scenarios.keys()].join(", ")}.`)
  }
  const startAt = options.startAt ?? Date.now()
  return simulate({
    seed,
    startAt,
    speed: options.speed ?? 1,
    realNow: Date.now,
    clients,
    tokenSeconds: options.tokenSeconds ?? TOKEN_SECONDS,
    tokenClock: options.tokenClock ?? "real",
    faults: options.faults ?? { seed, rate: 0 },
    scenario,
    answerDelayMs: options.answerDelayMs ?? ANSWER_DELAY_MS,
    tellsAtStart: options.tellsAtStart ?? true,
    tellsPrices: options.tellsPrices ?? true,
    world: {
      seed,
      points: options.points ?? scenario.world?.points ?? POINTS,
      mix: usualMix,
      readings: scenario.world?.readings ?? usualReadings,
      ours: clients[0].gln,
      other: clients[1]?.gln ?? OTHER_SUPPLIER,
      balanceResponsible: BALANCE_RESPONSIBLE,
      oursShare: scenario.world?.oursShare ?? OURS_SHARE,
      firstDay: firstDayOf(startAt, options.historyDays ?? 0)
    }
  })
}

const simulatorOf = (url: string, simulation: Simulation, powers: Powers): Simulator => {
  const { clock, clients } = simulation.engine
  return {
    url,
    tokenUrl: `${url}/${TENANT}/oauth2/v2.0/token`,
    scope: "simulator/.default",
    client: clients[0]!,
    clock: {
      now: Effect.sync(() => {
        clock.tick()
        return clock.now()
      }),
      advance: (advance) => attempt(() => powers.setClock({ advance }).events),
      advanceTo: (at) => attempt(() => powers.setClock({ now: new Date(at).toISOString() }).events),
      setSpeed: (speed) => Effect.sync(() => clock.setSpeed(speed))
    },
    enqueue: (message) => attempt(() => powers.putMessage(message)),
    tellReadings: (request) => attempt(() => powers.tellReadings(request)),
    inject: {
      error: (fault) => Effect.sync(() => powers.injectError(fault)),
      malformed: (request) => Effect.sync(() => powers.injectMalformed(request)),
      disorder: (request) => attempt(() => powers.inject(request)),
      faultRate: (rate) => Effect.sync(() => powers.setFaultRate(rate))
    },
    journal: Effect.sync(powers.journal),
    state: Effect.sync(powers.state),
    truth: (query) => Effect.sync(() => powers.truth(query)),
    startScenario: (name) => attempt(() => powers.startScenario(name)),
    casts: Effect.sync(simulation.casts),
    points: (from, count) => Effect.sync(() => simulation.points(from, count)),
    expireTokens: Effect.sync(powers.expireTokens)
  }
}
