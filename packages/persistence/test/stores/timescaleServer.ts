import { Data, Effect, type Scope } from "effect"
import { randomBytes } from "node:crypto"

/** The image that is started where no server is given: the TimescaleDB that we ask for, on our PostgreSQL. */
export const TIMESCALE_IMAGE = "timescale/timescaledb:2.29.2-pg18"

/** What a container engine that is there answers in many times over. */
const ENGINE_ANSWERS_WITHIN = "1 second"

/** The image may have to come from the registry first. */
const STARTS_WITHIN_MS = 240_000

/** Where the suite finds TimescaleDB, or why it does not. */
export type TimescaleServer =
  | { readonly kind: "given"; readonly url: string }
  | { readonly kind: "container"; readonly image: string }
  | { readonly kind: "none"; readonly reason: string }

/** Rejects where no container engine can be used. */
const askEngine = async (): Promise<unknown> => (await import("testcontainers")).getContainerRuntimeClient()

/**
 * `TEST_TIMESCALE_URL`, else a container where an engine answers. Without either that is said and nothing fails: an
 * engine that keeps silent is none.
 */
export const findTimescale = (
  given: string | undefined,
  engine: () => Promise<unknown> = askEngine
): Effect.Effect<TimescaleServer> => {
  if (given !== undefined && given !== "") return Effect.succeed({ kind: "given", url: given })
  const none = (reason: string): TimescaleServer => ({
    kind: "none",
    reason: `TEST_TIMESCALE_URL names no server, and there is no container engine to start one with (${reason})`
  })
  return Effect.tryPromise({ try: engine, catch: reasonOf }).pipe(
    Effect.as<TimescaleServer>({ kind: "container", image: TIMESCALE_IMAGE }),
    Effect.timeoutOrElse({
      duration: ENGINE_ANSWERS_WITHIN,
      orElse: () => Effect.succeed(none(`it did not answer within ${ENGINE_ANSWERS_WITHIN}`))
    }),
    Effect.catch((reason) => Effect.succeed(none(reason)))
  )
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** An engine is there, but the container did not start: that fails the suite. */
export class ContainerNotStarted extends Data.TaggedError("ContainerNotStarted")<{
  readonly image: string
  readonly reason: string
}> {
  override get message(): string {
    return `No container of ${this.image}: ${this.reason}. Set TEST_TIMESCALE_URL to a server of your own.`
  }
}

/** URL of a server in a container of its own, which is removed with the scope. */
export const startTimescale = (
  image: string = TIMESCALE_IMAGE
): Effect.Effect<string, ContainerNotStarted, Scope.Scope> => {
  const password = randomBytes(12).toString("hex")
  const start = async () => {
    const { GenericContainer, Wait } = await import("testcontainers")
    return await new GenericContainer(image)
      .withEnvironment({ POSTGRES_PASSWORD: password })
      .withExposedPorts(5432)
      // The image starts the server once for its set-up scripts and then for good.
      .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
      .withStartupTimeout(STARTS_WITHIN_MS)
      .start()
  }
  return Effect.acquireRelease(
    Effect.tryPromise({
      try: start,
      catch: (error) => new ContainerNotStarted({ image, reason: reasonOf(error) })
    }),
    (container) => Effect.promise(() => container.stop())
  ).pipe(
    Effect.map(
      (container) => `postgres://postgres:${password}@${container.getHost()}:${container.getMappedPort(5432)}/postgres`
    )
  )
}
