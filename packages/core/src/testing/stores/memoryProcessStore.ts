import { Effect, Layer, Option } from "effect"
import {
  activeKeyOf,
  type AdvancedProcess,
  hasMisfits,
  isActive,
  isFinal,
  isOwnRequest,
  type MarketProcess,
  nextDueAt,
  ProcessActive,
  ProcessChanged,
  ProcessIdUsed,
  ProcessStore,
  timeline,
  type WaitingPlace,
  type WaitingProcess,
  waitsUntil
} from "../../processes/index.ts"
import { plainText } from "./conformance.ts"
import { compareText, type MemoryTable } from "./MemoryTable.ts"
import { MemoryTables } from "./MemoryTables.ts"

/** Market processes in memory, in transactions with the other ports of the exchange. */
export const memoryProcesses: Layer.Layer<ProcessStore, never, MemoryTables> = Layer.effect(
  ProcessStore,
  Effect.map(MemoryTables, ({ atomically, processes }) => {
    const find = (id: string): Option.Option<MarketProcess> => Option.fromUndefinedOr(processes.get(id))
    const some = (wanted: (process: MarketProcess) => boolean, order: (a: MarketProcess, b: MarketProcess) => number) =>
      processes
        .all()
        .filter(wanted)
        .sort((a, b) => order(a, b) || compareText(a.id, b.id))
    const look = <A>(at: () => A) => atomically(Effect.sync(at))
    return {
      open: (process) => atomically(Effect.suspend(() => open(processes, process))),
      record: (advanced) => atomically(Effect.suspend(() => record(processes, advanced))),
      find: (id) => look(() => find(id)),
      findByRequest: (transactionId) =>
        look(() => Option.fromUndefinedOr(some((process) => asks(process, transactionId), newestFirst)[0])),
      openFor: (gsrns) => {
        const wanted: ReadonlyArray<string | undefined> = typeof gsrns === "string" ? [gsrns] : gsrns
        return look(() =>
          some(
            (process) => wanted.includes(process.gsrn) && !isFinal(process),
            (a, b) => newestFirst(b, a)
          )
        )
      },
      due: (now, limit) =>
        look(() => {
          return some(
            (process) => dueAt(process) <= now,
            (a, b) => dueAt(a) - dueAt(b)
          ).slice(0, limit)
        }),
      waiting: ({ after, before, gsrn, kind, limit }) =>
        look(() =>
          processes
            .all()
            .filter((one) => (kind === undefined || one.kind === kind) && (gsrn === undefined || one.gsrn === gsrn))
            .flatMap(placed)
            .filter(({ place }) => before === undefined || place.until < before)
            .filter(({ place }) => after === undefined || comparePlaces(place, after) > 0)
            .sort((a, b) => comparePlaces(a.place, b.place))
            .slice(0, limit)
        ),
      list: ({ active, after, dueBefore, gsrn, kind, limit, misfits, state }) =>
        look(() =>
          some(
            (process) =>
              (kind === undefined || process.kind === kind) &&
              (gsrn === undefined || process.gsrn === gsrn) &&
              (state === undefined || process.state === state) &&
              (active === undefined || isActive(process) === active) &&
              (misfits === undefined || hasMisfits(process)) &&
              (dueBefore === undefined || dueAt(process) < dueBefore) &&
              (after === undefined || (newestFirst(after, process) || compareText(after.id, process.id)) < 0),
            dueBefore === undefined ? newestFirst : (a, b) => dueAt(a) - dueAt(b)
          ).slice(0, limit)
        ),
      timeline: (id) => look(() => Option.match(find(id), { onNone: () => [], onSome: timeline }))
    }
  })
)

/** Market processes in memory, none at first. */
export const memoryProcessStore: Layer.Layer<ProcessStore> = memoryProcesses.pipe(Layer.provide(MemoryTables.layer))

type Opened = Pick<MarketProcess, "openedAt">

const newestFirst = (a: Opened, b: Opened): number => b.openedAt - a.openedAt

const placed = (process: MarketProcess): ReadonlyArray<WaitingProcess> => {
  const until = waitsUntil(process)
  return until === undefined ? [] : [{ process, place: { until, openedAt: process.openedAt, id: process.id } }]
}

const comparePlaces = (a: WaitingPlace, b: WaitingPlace): number =>
  // Infinity less infinity is none.
  (a.until === b.until ? 0 : a.until - b.until) || a.openedAt - b.openedAt || compareText(a.id, b.id)

const dueAt = (process: MarketProcess): number => nextDueAt(process) ?? Number.POSITIVE_INFINITY

const asks = ({ history, requestTransactionId }: MarketProcess, transactionId: string): boolean =>
  requestTransactionId === transactionId ||
  history.some(({ event }) => isOwnRequest(event) && event.transactionId === transactionId)

type Processes = MemoryTable<MarketProcess>

/** Another one at work, where this one is to be. */
const besides = (processes: Processes, process: MarketProcess): MarketProcess | undefined => {
  const key = activeKeyOf(process)
  return isActive(process)
    ? processes.all().find((one) => one.id !== process.id && isActive(one) && activeKeyOf(one) === key)
    : undefined
}

const open = (processes: Processes, process: MarketProcess): Effect.Effect<void, ProcessActive | ProcessIdUsed> => {
  const { id } = process
  const before = processes.get(id)
  if (before !== undefined) {
    return plainText(before) === plainText(process) ? Effect.void : Effect.fail(new ProcessIdUsed({ id }))
  }
  const other = besides(processes, process)
  if (other !== undefined) return Effect.fail(new ProcessActive({ id, activeId: other.id }))
  processes.set(id, process)
  return Effect.void
}

const record = (
  processes: Processes,
  { known, process }: AdvancedProcess
): Effect.Effect<void, ProcessActive | ProcessChanged> => {
  if (known) return Effect.void
  const { id } = process
  const expected = process.history.length - 1
  const actual = processes.get(id)?.history.length ?? 0
  if (actual !== expected || processes.get(id) === undefined)
    return Effect.fail(new ProcessChanged({ id, expected, actual }))
  const other = besides(processes, process)
  if (other !== undefined) return Effect.fail(new ProcessActive({ id, activeId: other.id }))
  processes.set(id, process)
  return Effect.void
}
