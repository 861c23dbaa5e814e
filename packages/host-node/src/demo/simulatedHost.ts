import type { Simulator } from "@datahub-settlement/simulator"
import { OutgoingIds } from "@datahub-settlement/core"
import { clockTelling } from "@datahub-settlement/core/testing"
import { Clock, Effect, Layer, Logger, References } from "effect"
import type { HostConfig } from "../config/index.ts"
import { readConfig } from "../config/readConfig.ts"
import { datahubClient } from "../serve/datahubClient.ts"
import { intakeSettings } from "../serve/intakeSettings.ts"
import { Notices } from "../serve/Notices.ts"
import { ServeStatus } from "../serve/ServeStatus.ts"
import { steadily } from "../serve/steadily.ts"
import { StopRequest } from "../serve/StopRequest.ts"
import { workersOf } from "../serve/workers.ts"
import type { OpenStore } from "../store/openStore.ts"
import type { DemoIds } from "./demoIds.ts"

/** What `serve` would be configured with for the simulated DataHub, on the same machine and with no time to lose. */
export const simulatedHostConfig = ({ client, scope, tokenUrl, url }: Simulator): HostConfig => {
  const { config, problems } = readConfig({
    environment: {
      DATAHUB_BASE_URL: url,
      DATAHUB_TOKEN_URL: tokenUrl,
      DATAHUB_SCOPE: scope,
      DATAHUB_CLIENT_ID: client.clientId,
      DATAHUB_CLIENT_SECRET: client.clientSecret,
      DATAHUB_GLN: client.gln,
      DATAHUB_POLL_INTERVAL: "15ms",
      DATAHUB_OUTBOX_INTERVAL: "15ms",
      DATAHUB_PARKED_INTERVAL: "250ms",
      DATAHUB_PROCESS_INTERVAL: "15ms",
      // The story settles corrections when it comes to them.
      DATAHUB_CORRECTIONS: "false",
      DATAHUB_REQUEST_TIMEOUT: "10s",
      DATAHUB_RETRY_FIRST: "50ms",
      DATAHUB_RETRY_MAX: "500ms"
    }
  })
  if (config === undefined) throw new Error(problems.join("\n"))
  return config
}

/** What the host's workers need besides the stores. They log nothing: the demo tells what happens in its own words. */
export const hostSurroundings = (config: HostConfig) =>
  Layer.mergeAll(
    datahubClient(config),
    intakeSettings(config),
    Notices.layer,
    ServeStatus.layer,
    StopRequest.layer
  ).pipe(Layer.provideMerge(Layer.merge(Logger.layer([]), Layer.succeed(References.MinimumLogLevel, "Warn"))))

/** The same in the simulator's time, with ids that are the same each time. */
export const simulatedSurroundings = (config: HostConfig, { clock }: Simulator, ids: DemoIds) =>
  Layer.mergeAll(
    Layer.succeed(
      Clock.Clock,
      clockTelling(() => Effect.runSync(clock.now))
    ),
    Layer.succeed(OutgoingIds, { next: Effect.sync(ids.next) })
  ).pipe(Layer.provideMerge(hostSurroundings(config)))

/** Sets the pollers, the sender and whoever takes up parked parts going, as `serve` does; they end with the scope. */
export const startWorkers = (config: HostConfig, store: OpenStore) =>
  Effect.forEach(workersOf(config, store), (worker) => Effect.forkScoped(steadily(worker)), { discard: true })
