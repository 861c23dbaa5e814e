import type { Outbox, OutgoingIds, runCorrections, Transactions } from "@datahub-settlement/core"
import type { DatahubClient } from "@datahub-settlement/datahub-client"
import { type Effect, Result } from "effect"
import type { HostConfig } from "../config/index.ts"
import type { OpenStore } from "../store/openStore.ts"
import { datahubAddressOf } from "../config/datahubAddress.ts"
import { reasonOf } from "../store/reasonOf.ts"
import type { Patience, StepFailure } from "./backoff.ts"
import { causeOf, type SharedPlaces } from "./causeOf.ts"
import type { IntakePorts } from "./IntakePorts.ts"
import { pollerOf, pollQueue } from "./pollQueue.ts"
import { passTime, PROCESSES } from "./passTime.ts"
import { CORRECTIONS, settleCorrections } from "./settleCorrections.ts"
import { OUTBOX, sendOutbox } from "./sendOutbox.ts"
import type { Notices } from "./Notices.ts"
import type { ServeStatus } from "./ServeStatus.ts"
import type { Worker } from "./steadily.ts"
import type { StopRequest } from "./StopRequest.ts"
import { PARKED, takeUpParked } from "./takeUpParked.ts"

export const patienceOf = ({ retryFirstMs, retryMaxMs }: HostConfig, idleMs: number): Patience => ({
  idleMs,
  firstMs: retryFirstMs,
  mostMs: retryMaxMs
})

/** What the settlement of corrections needs. */
type CorrectionPorts = Effect.Services<ReturnType<typeof runCorrections>>

type WorkerNeeds =
  | CorrectionPorts
  | DatahubClient
  | IntakePorts
  | Notices
  | Outbox
  | OutgoingIds
  | ServeStatus
  | StopRequest
  | Transactions

/** A poller for each queue, the sender of the outbox, whoever takes up what was parked, whoever watches deadlines, and whoever settles corrections. */
export const workersOf = (config: HostConfig, store: OpenStore): ReadonlyArray<Worker<WorkerNeeds>> => {
  const places = sharedPlaces(config, store)
  const worker = (name: string, idleMs: number, step: Worker<WorkerNeeds>["step"]): Worker<WorkerNeeds> => ({
    name,
    patience: patienceOf(config, idleMs),
    step,
    tell: (failure: StepFailure) => ({ text: reasonOf(failure, store.url), cause: causeOf(failure, name, places) })
  })
  const pollers = [...new Set(config.queues)].map((queue) => ({
    ...worker(pollerOf(queue), config.pollIntervalMs, pollQueue(queue)),
    queue
  }))
  const sending = patienceOf(config, config.outboxIntervalMs)
  return [
    ...pollers,
    worker(OUTBOX, config.outboxIntervalMs, sendOutbox(config.outboxLeaseMs, sending)),
    worker(PARKED, config.parkedIntervalMs, takeUpParked),
    worker(PROCESSES, config.processIntervalMs, passTime),
    ...(config.corrections ? [worker(CORRECTIONS, config.correctionsIntervalMs, settleCorrections)] : [])
  ]
}

const sharedPlaces = (config: HostConfig, store: OpenStore): SharedPlaces => {
  // A configuration without an address has no client either, and no worker is ever begun.
  const address = Result.getOrUndefined(datahubAddressOf(config))
  return {
    databaseUrl: store.url,
    datahub: address === undefined ? "" : new URL(address.baseUrl).origin,
    tokens: address === undefined ? "" : new URL(address.tokenUrl).origin
  }
}
