import type { Outbox, OutgoingIds, runCorrections, Transactions } from "@datahub-settlement/core"
import type { DatahubClient } from "@datahub-settlement/datahub-client"
import type { Effect } from "effect"
import type { HostConfig } from "../config/index.ts"
import type { OpenStore } from "../store/openStore.ts"
import { reasonOf } from "../store/reasonOf.ts"
import type { Patience } from "./backoff.ts"
import type { IntakePorts } from "./IntakePorts.ts"
import { pollerOf, pollQueue } from "./pollQueue.ts"
import { passTime, PROCESSES } from "./passTime.ts"
import { CORRECTIONS, settleCorrections } from "./settleCorrections.ts"
import { OUTBOX, sendOutbox } from "./sendOutbox.ts"
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
  | Outbox
  | OutgoingIds
  | ServeStatus
  | StopRequest
  | Transactions

/** A poller for each queue, the sender of the outbox, whoever takes up what was parked, whoever watches deadlines, and whoever settles corrections. */
export const workersOf = (config: HostConfig, store: OpenStore): ReadonlyArray<Worker<WorkerNeeds>> => {
  const tell = (failure: { readonly message: string }): string => reasonOf(failure, store.url)
  const pollers = [...new Set(config.queues)].map((queue) => ({
    name: pollerOf(queue),
    queue,
    patience: patienceOf(config, config.pollIntervalMs),
    step: pollQueue(queue),
    tell
  }))
  const sending = patienceOf(config, config.outboxIntervalMs)
  return [
    ...pollers,
    { name: OUTBOX, patience: sending, step: sendOutbox(config.outboxLeaseMs, sending), tell },
    { name: PARKED, patience: patienceOf(config, config.parkedIntervalMs), step: takeUpParked, tell },
    { name: PROCESSES, patience: patienceOf(config, config.processIntervalMs), step: passTime, tell },
    ...(config.corrections
      ? [
          {
            name: CORRECTIONS,
            patience: patienceOf(config, config.correctionsIntervalMs),
            step: settleCorrections,
            tell
          }
        ]
      : [])
  ]
}
