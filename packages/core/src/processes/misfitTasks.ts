import type { MarketProcess } from "./MarketProcess.ts"
import type { ProcessTask } from "./ProcessEffect.ts"
import { eventText, isOwnRequest, type ProcessEvent, type ProcessEventKind, variantsOf } from "./ProcessEvent.ts"
import { refusalOf } from "./refusalMeaning.ts"

/** By these DataHub decides something, itself or by a process that it decided about. Other things are data, which hold anyway. */
const decides: ReadonlySet<ProcessEventKind> = new Set<ProcessEventKind>([
  "accepted",
  "refused",
  "cancellationAccepted",
  "cancellationRefused",
  "customerDataAccepted",
  "customerDataRefused",
  "serviceRequestRefused",
  "notice",
  "masterData",
  "resumptionRequested",
  "undone"
])

/** What a person has to do about something that does not fit: nothing where it is no news, or decides nothing. */
export const misfitTasks = (
  process: MarketProcess,
  event: ProcessEvent,
  reason: string
): ReadonlyArray<ProcessTask> => {
  if (!decides.has(event.kind) || wasTold(process, event) || isOutrun(process, event)) return []
  const refusal = refusalOf(process, event)
  const why = `It changed nothing: ${reason}.${refusal === undefined ? "" : ` ${refusal}`}`
  return [{ kind: "task", what: `See what holds: ${eventText(event)}`, why }]
}

/** The same word in another message says nothing more. */
const wasTold = ({ history }: MarketProcess, event: ProcessEvent): boolean =>
  history.some((step) => wordOf(step.event) === wordOf(event))

const wordOf = (event: ProcessEvent): string =>
  JSON.stringify([
    event.kind,
    event.answers,
    "effectiveAt" in event ? event.effectiveAt : undefined,
    ...variantsOf(event)
  ])

/** Master data come beside an answer, in any order: those that DataHub made before what it said last were outrun by it. */
const isOutrun = ({ history }: MarketProcess, { at, kind }: ProcessEvent): boolean =>
  kind === "masterData" &&
  history.some(
    ({ event, from, legal, to }) =>
      legal && from !== to && event.messageId !== undefined && !isOwnRequest(event) && event.at >= at
  )
