import {
  type AddressUnclear,
  type MarketProcess,
  type NoSuchProcess,
  type PortfolioProblem,
  type ProcessActive,
  type ProcessIdUsed,
  type ProcessNotOpened,
  type RequestRefused,
  requestWords,
  type StepRefused,
  type StorageError,
  type SubmittedRequest
} from "@datahub-settlement/core"
import { Effect } from "effect"
import * as Api from "../../api/index.ts"

export const unavailable = ({ message }: StorageError) => new Api.StoreUnavailable({ detail: message })

/** Why a request was not made. */
export type RequestFailure =
  | AddressUnclear
  | PortfolioProblem
  | ProcessActive
  | ProcessIdUsed
  | ProcessNotOpened
  | RequestRefused
  | StepRefused
  | StorageError

/** What became of a request, or why it was not made. */
export const submitted = <A extends SubmittedRequest | MarketProcess, R>(
  request: Effect.Effect<A, RequestFailure, R>
) => Effect.mapError(request, problemOf)

/** The same of something that goes on with a process. */
export const submittedStep = <A extends SubmittedRequest, R>(
  request: Effect.Effect<A, RequestFailure | NoSuchProcess, R>
) =>
  Effect.mapError(request, (failure) =>
    failure._tag === "NoSuchProcess" ? new Api.NotFound({ detail: failure.message }) : problemOf(failure)
  )

const problemOf = (failure: RequestFailure) => {
  if (failure._tag === "StorageError") return unavailable(failure)
  if (failure._tag === "ProcessActive") {
    return new Api.AlreadyUnderWay({ detail: failure.message, processId: failure.activeId })
  }
  return new Api.RefusedRequest({ detail: failure.message, issues: issuesOf(failure) })
}

const issuesOf = (failure: RequestFailure): Api.RefusedRequest["issues"] => {
  if (failure._tag === "AddressUnclear") return [{ field: "address", reason: failure.message }]
  if (failure._tag !== "RequestRefused") return []
  const words = requestWords(failure)
  return failure.issues.map((issue, index) => ({ ...issue, words: words[index] }))
}
