import {
  answerResumption,
  correctionFormOf,
  type MarketProcess,
  MarketCalendar,
  registerPortalReport,
  reportErroneousMove,
  reportErroneousSwitch,
  type SubmittedRequest
} from "@datahub-settlement/core"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import * as Api from "../../api/index.ts"
import { begunItem, requestItem } from "./processItems.ts"
import { type RequestFailure, submitted, submittedStep } from "./submitted.ts"

const start = MarketCalendar.startOfDay

const formOf = (process: "BRS-003" | "BRS-011", rsm: "RSM-003" | "RSM-005" | undefined) =>
  rsm === undefined ? undefined : correctionFormOf(process, rsm)

type Needs = Effect.Services<ReturnType<typeof reportErroneousMove>>

/** Switches and moves that were wrong. */
export const correctionRequestHandlers = HttpApiBuilder.group(
  Api.HostApi,
  "correctionRequests",
  Effect.fn(function* (handlers) {
    const context = yield* Effect.context<Needs>()
    const ask = (request: Effect.Effect<SubmittedRequest, RequestFailure, Needs>) =>
      Effect.map(submitted(Effect.provideContext(request, context)), requestItem)
    const keep = (report: Effect.Effect<MarketProcess, RequestFailure, Needs>) =>
      Effect.map(submitted(Effect.provideContext(report, context)), begunItem)
    return handlers.handleAll({
      erroneousSwitch: ({ payload: { date, form, gsrn } }) =>
        ask(reportErroneousSwitch({ gsrn, switchAt: start(date) }, formOf("BRS-003", form))),
      erroneousMove: ({ payload: { correctedDate, date, form, ...move } }) => {
        const correctedAt = correctedDate === undefined ? {} : { correctedAt: start(correctedDate) }
        return ask(reportErroneousMove({ ...move, moveAt: start(date), ...correctedAt }, formOf("BRS-011", form)))
      },
      portalSwitch: ({ payload: { date, ...report } }) =>
        keep(registerPortalReport({ process: "BRS-003", ...report, switchAt: start(date) })),
      portalMove: ({ payload: { date, ...report } }) =>
        keep(registerPortalReport({ process: "BRS-011", ...report, moveAt: start(date) })),
      resumption: ({ payload: { accepted, contractEndedByUs = false, processId } }) => {
        const answer = answerResumption(processId, accepted, { contractEndedByUs })
        return Effect.map(submittedStep(Effect.provideContext(answer, context)), requestItem)
      }
    })
  })
)
