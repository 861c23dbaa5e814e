import type { Simulator } from "@datahub-settlement/simulator"
import { Effect } from "effect"
import { chanceOf } from "./Chance.ts"
import type { DatabaseServer } from "./databaseServer.ts"
import type { Hosts } from "./hosts.ts"

/** Something that is killed, and when. */
export interface Kill {
  readonly what: "host" | "one of two hosts" | "database" | "host and database" | "database at a start"
  /** After so many messages have been given out by a peek … */
  readonly afterMessages: number
  /** … and so long after that peek: in the middle of what it set going, or a little later. */
  readonly delayMs: number
  /** How long two hosts run beside each other, or the database is away. */
  readonly pauseMs: number
}

export interface KillCounts {
  readonly hosts: number
  readonly databases: number
  /** Hosts that were started while the database was away. */
  readonly awayStarts: number
}

export const noKills: KillCounts = { hosts: 0, databases: 0, awayStarts: 0 }

/**
 * Kills spread over the messages: every eighth takes the database, every eighth takes it while a host is being started, and
 * every sixth finds two hosts at work.
 */
export const killPlan = (seed: number, kills: number, messages: number): ReadonlyArray<Kill> => {
  const chance = chanceOf(seed, "kills")
  const last = Math.floor(messages * 0.95)
  return Array.from({ length: kills }, (_, index): Kill => {
    const drawn = chance.whole(0, 23)
    const ofHosts = drawn < 4 ? "one of two hosts" : drawn === 4 ? "host and database" : "host"
    return {
      what: index % 8 === 2 ? "database" : index % 8 === 4 ? "database at a start" : ofHosts,
      afterMessages: chance.whole(1, last),
      // Most messages are handled in some milliseconds: short delays meet their transactions, long ones what follows.
      delayMs: chance.happens(0.6) ? chance.whole(0, 25) : chance.whole(0, 300),
      pauseMs: chance.whole(0, 900)
    }
  }).toSorted((a, b) => a.afterMessages - b.afterMessages)
}

const LOOK_EVERY_MS = 4

/** Kills by the plan, one after another, and starts again what it has killed. Gives what it did so far at any time. */
export const killBy = (
  plan: ReadonlyArray<Kill>,
  on: { readonly simulator: Simulator; readonly hosts: Hosts; readonly server: DatabaseServer; readonly seed: number }
): { readonly run: Effect.Effect<void>; readonly counts: () => KillCounts } => {
  const { hosts, seed, server, simulator } = on
  const chance = chanceOf(seed, "victims")
  let counts = noKills
  const killHost = Effect.suspend(() => {
    const running = hosts.running()
    if (running.length === 0) return Effect.void
    counts = { ...counts, hosts: counts.hosts + 1 }
    return hosts.kill(chance.pick(running))
  })
  const killDatabase = <A>(during: Effect.Effect<A>) =>
    Effect.suspend(() => {
      counts = { ...counts, databases: counts.databases + 1 }
      return server.killDuring(during)
    })
  // It finds no database, waits for it, and serves when it is back.
  const startAway = Effect.fnUntraced(function* (pauseMs: number) {
    const host = yield* hosts.begin
    counts = { ...counts, awayStarts: counts.awayStarts + 1 }
    yield* host.isWithoutDatabase
    yield* Effect.sleep(pauseMs)
    return host
  })
  const atLeastOne = Effect.suspend(() => (hosts.running().length === 0 ? Effect.asVoid(hosts.start) : Effect.void))
  const act: Readonly<Record<Kill["what"], (kill: Kill) => Effect.Effect<void>>> = {
    host: () => killHost,
    "one of two hosts": ({ pauseMs }) =>
      hosts.start.pipe(Effect.andThen(Effect.sleep(pauseMs)), Effect.andThen(killHost)),
    database: ({ pauseMs }) => killDatabase(Effect.sleep(pauseMs)),
    "host and database": ({ pauseMs }) => Effect.andThen(killHost, killDatabase(Effect.sleep(pauseMs))),
    "database at a start": ({ pauseMs }) =>
      killDatabase(startAway(pauseMs)).pipe(
        Effect.flatMap((host) => host.isServing),
        Effect.andThen(killHost)
      )
  }
  const run = Effect.forEach(
    plan,
    (kill) =>
      awaitDelivered(simulator, kill.afterMessages).pipe(
        Effect.andThen(Effect.sleep(kill.delayMs)),
        Effect.andThen(act[kill.what](kill)),
        Effect.andThen(atLeastOne)
      ),
    { discard: true }
  )
  return { run, counts: () => counts }
}

const awaitDelivered = Effect.fnUntraced(function* (simulator: Simulator, count: number) {
  while ((yield* simulator.state).messages.delivered < count) yield* Effect.sleep(LOOK_EVERY_MS)
})
