import { Effect, Layer, Option } from "effect"
import {
  activeKeyOf,
  type AdvancedProcess,
  isActive,
  isFinal,
  isOwnRequest,
  type MarketProcess,
  nextDueAt,
  ProcessActive,
  ProcessChanged,
  ProcessIdUsed,
  ProcessStore,
  timeline
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
          const at = (process: MarketProcess): number => nextDueAt(process) ?? Number.POSITIVE_INFINITY
          return some(
            (process) => at(process) <= now,
            (a, b) => at(a) - at(b)
          ).slice(0, limit)
        }),
      list: ({ active, gsrn, kind, limit, state }) =>
        look(() =>
          some(
            (process) =>
              (kind === undefined || process.kind === kind) &&
              (gsrn === undefined || process.gsrn === gsrn) &&
              (state === undefined || process.state === state) &&
              (active === undefined || isActive(process) === active),
            newestFirst
          ).slice(0, limit)
        ),
      timeline: (id) => look(() => Option.match(find(id), { onNone: () => [], onSome: timeline }))
    }
  })
)

/** Market processes in memory, none at first. */
export const memoryProcessStore: Layer.Layer<ProcessStore> = memoryProcesses.pipe(Layer.provide(MemoryTables.layer))

const newestFirst = (a: MarketProcess, b: MarketProcess): number => b.openedAt - a.openedAt

const asks = ({ history, requestTransactionId }: MarketProcess, transactionId: string): boolean =>
  requestTransactionId === transactionId ||
  history.some(({ event }) => isOwnRequest(event) && event.transactionId === transactionId)

type Processes = MemoryTable<MarketProcess>

const open = (processes: Processes, process: MarketProcess): Effect.Effect<void, ProcessActive | ProcessIdUsed> => {
  const { id } = process
  const before = processes.get(id)
  if (before !== undefined) {
    return plainText(before) === plainText(process) ? Effect.void : Effect.fail(new ProcessIdUsed({ id }))
  }
  const key = activeKeyOf(process)
  const other = processes.all().find((one) => isActive(one) && activeKeyOf(one) === key)
  if (other !== undefined && isActive(process)) return Effect.fail(new ProcessActive({ id, activeId: other.id }))
  processes.set(id, process)
  return Effect.void
}

const record = (processes: Processes, { known, process }: AdvancedProcess): Effect.Effect<void, ProcessChanged> => {
  if (known) return Effect.void
  const { id } = process
  const expected = process.history.length - 1
  const actual = processes.get(id)?.history.length ?? 0
  if (actual !== expected || processes.get(id) === undefined)
    return Effect.fail(new ProcessChanged({ id, expected, actual }))
  processes.set(id, process)
  return Effect.void
}
