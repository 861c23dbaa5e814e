import type { FaultLine, JournalLine, MessageLine } from "@datahub-settlement/simulator"
import { Clock, Effect } from "effect"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Book, readingsKey, readingsText } from "./bookState.ts"
import type { ChaosReport } from "./chaosReport.ts"
import { makeDatabaseServer } from "./databaseServer.ts"
import { killBy, type KillCounts, killPlan, noKills } from "./killing.ts"
import { type Played, playStory } from "./playStory.ts"
import { differences, isOfTheStory, judge } from "./verdict.ts"

/** What a run is made of. */
export interface ChaosOptions {
  /** Messages of the story; faults add to them. */
  readonly messages: number
  readonly seed: number
  readonly kills: number
  /** How probable a fault is for each call and each message, 0 to 1. */
  readonly rate: number
  /** Leaves the databases and the hosts' logs where they are. */
  readonly keep: boolean
  readonly progress: (line: string) => void
}

/** The databases of a run: of the story as it is, and of the same with faults and kills. */
const CALM = "calm"
const STORM = "storm"

/** Plays the same story twice, once undisturbed and once with faults and kills, and says what differs. */
export const runChaos = Effect.fn("runChaos")(function* (options: ChaosOptions) {
  const { keep, kills, progress, rate, seed } = options
  const startedAt = yield* Clock.currentTimeMillis
  // Each of its own: the server's is closed to everyone but the account that the server runs as.
  const dataFolder = yield* workFolder("database", keep)
  const logs = yield* workFolder("logs", keep)
  const server = yield* makeDatabaseServer(dataFolder)
  const common = { seed, server, progress }
  const calm = yield* playStory({
    ...common,
    database: CALM,
    logFile: join(logs, "calm.log"),
    length: { messages: options.messages },
    beside: () => Effect.void
  })
  let counts = (): KillCounts => noKills
  const storm = yield* playStory({
    ...common,
    database: STORM,
    logFile: join(logs, "storm.log"),
    length: { steps: calm.steps },
    rate,
    beside: (on) => {
      const killing = killBy(killPlan(seed, kills, messagesOf(calm.journal).length), { ...on, server, seed })
      counts = killing.counts
      return killing.run
    }
  })
  if (keep) progress(`Kept: ${dataFolder} (databases ${CALM} and ${STORM}), ${logs}`)
  const seconds = Math.round(((yield* Clock.currentTimeMillis) - startedAt) / 1000)
  return reportOf({ seed, seconds, kills: counts(), calm, storm })
}, Effect.scoped)

const workFolder = (name: string, keep: boolean) =>
  Effect.acquireRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), `datahub-settlement-chaos-${name}-`))),
    (folder) => (keep ? Effect.void : Effect.promise(() => rm(folder, { recursive: true, force: true })))
  )

const messagesOf = (journal: ReadonlyArray<JournalLine>): ReadonlyArray<MessageLine> =>
  journal.filter((line) => line.event === "message")

const faultsOf = (journal: ReadonlyArray<JournalLine>): ReadonlyArray<FaultLine> =>
  journal.filter((line) => line.event === "fault")

const reportOf = ({
  calm,
  kills,
  seconds,
  seed,
  storm
}: {
  readonly seed: number
  readonly seconds: number
  readonly kills: KillCounts
  readonly calm: Played
  readonly storm: Played
}): ChaosReport => {
  const messages = messagesOf(storm.journal)
  const verdict = judge({ messages, exchange: storm.exchange, handled: storm.log.handled })
  const faultsByKind = faultCounts(storm.journal)
  const wrongLedger = [
    ...differences(["calm", "storm"], storyOf(calm), storyOf(storm)),
    ...differences(["calm", "storm"], bookOf(calm), bookOf(storm), undecidable(storm)),
    ...truthDifferences("calm", calm),
    ...truthDifferences("storm", storm)
  ]
  return {
    seed,
    seconds,
    messages: messages.length,
    deliveries: messages.reduce((sum, { deliveries }) => sum + deliveries, 0),
    knownBefore: storm.log.knownBefore(),
    kills: kills.hosts + kills.databases,
    hostKills: kills.hosts,
    databaseKills: kills.databases,
    awayStarts: kills.awayStarts,
    hostsEnded: calm.hostsEnded + storm.hostsEnded,
    faults: Object.values(faultsByKind).reduce((sum, count) => sum + count, 0),
    faultsByKind,
    lost: verdict.lost.length,
    doubled: verdict.doubled.length,
    deadLettered: verdict.deadLettered,
    ledgerEqual: wrongLedger.length === 0,
    compared: bookOf(calm).size,
    plans: storm.prepaid.plans,
    shares: storm.prepaid.shares,
    wrong: [
      ...verdict.lost.map((line) => `lost, ${line}`),
      ...verdict.doubled.map((line) => `doubled, ${line}`),
      ...verdict.misplaced,
      ...wrongLedger.map((line) => `different, ${line}`),
      ...calm.prepaid.wrong.map((line) => `calm, prepaid: ${line}`),
      ...storm.prepaid.wrong.map((line) => `storm, prepaid: ${line}`),
      ...calm.hostFaults.map((line) => `calm: ${line}`),
      ...storm.hostFaults.map((line) => `storm: ${line}`)
    ]
  }
}

/** Which messages the story sent, and what became of them. Of a spoiled one the true copy is used, which counts for it. */
const storyOf = ({ exchange, journal }: Played): Book => {
  const lines = messagesOf(journal)
  const copies = new Map(
    lines.flatMap(({ messageId, repeats }) => (repeats === undefined ? [] : [[repeats, messageId]]))
  )
  return new Map(
    lines.filter(isOfTheStory).map(({ createdAt, document, messageId, processType, spoiled }) => {
      const outcome = exchange.inbox.get(spoiled === undefined ? messageId : (copies.get(messageId) ?? messageId))
      return [`message/${messageId}`, `${document} ${processType} made ${createdAt}, ${outcome ?? "not handled"}`]
    })
  )
}

/** Everything that was recorded, under one roof. */
const bookOf = ({ book, exchange, prepaid }: Played): Book =>
  new Map([
    ...book,
    ...prepaid.book,
    ...[...exchange.statements].map(([key, said]) => [`statements/${key}`, said] as const),
    ...[...exchange.parked].map(([key, said]) => [`parked/${key}`, said] as const),
    ...[...exchange.outbox].map(([key, said]) => [`outbox/${key}`, said] as const)
  ])

/** Two registrations with one time and different values: no one can say which holds. */
const undecidable = ({ truth }: Played): ((key: string) => boolean) => {
  const keys = new Set(truth.filter((row) => row.isContradicted).map(({ day, gsrn }) => readingsKey(gsrn, day)))
  return (key) => keys.has(key)
}

/** What the simulator knows to be true: readings of what is ours, and what we supply now. */
const truthDifferences = (name: string, played: Played): ReadonlyArray<string> => {
  const { book, ours, points, truth } = played
  const rows = truth.filter((row) => row.supplier === ours)
  const keys = rows.map(({ day, gsrn }) => readingsKey(gsrn, day))
  const told = new Map(rows.map((row, index) => [keys[index]!, readingsText(row)]))
  const kept = new Map(keys.flatMap((key) => (book.has(key) ? [[key, book.get(key)!] as const] : [])))
  const own = points.filter(({ type }) => type !== "D14")
  const supplied = new Map(
    own.map(({ gsrn, supplier }) => [`supply now/${gsrn}`, supplier === ours ? "ours" : "not ours"])
  )
  // A period that is open goes on now: the story leaves time for all that was to come.
  const recorded = new Map(
    own.map(({ gsrn }) => [`supply now/${gsrn}`, /– :/.test(book.get(`supply/${gsrn}`) ?? "") ? "ours" : "not ours"])
  )
  return [
    ...differences(["the simulator", name], told, kept, undecidable(played)),
    ...differences(["the simulator", name], supplied, recorded)
  ]
}

const faultCounts = (journal: ReadonlyArray<JournalLine>): Readonly<Record<string, number>> => {
  const kinds = [
    ...faultsOf(journal).map(({ fault }) => fault),
    ...messagesOf(journal).flatMap(({ faults, spoiled }) =>
      spoiled === undefined ? faults : [...faults, `spoiled: ${spoiled}`]
    )
  ]
  const counts = [...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length] as const)
  return Object.fromEntries(counts.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
