import { Effect, Runtime, type Scope } from "effect"
import { exitCodes } from "../exitCodes.ts"

/** What the first signal does instead of breaking off; a process has one set of signals. */
let askToStop: (() => void) | undefined

/** For as long as the scope lives the first SIGTERM or SIGINT asks for a stop in order; a second one breaks off. */
export const stopOnSignal = (ask: Effect.Effect<void>): Effect.Effect<void, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      askToStop = () => void Effect.runFork(ask)
    }),
    () =>
      Effect.sync(() => {
        askToStop = undefined
      })
  )

/**
 * Runs the program as this process. A signal breaks it off, with everything tidied up, unless something asked to be asked
 * first. One signal more than that ends the process whatever it is doing.
 */
export const runMain = Runtime.makeRunMain(({ fiber, teardown }) => {
  let isAsked = false
  let isBrokenOff = false
  const onSignal = (): void => {
    if (askToStop !== undefined && !isAsked) {
      isAsked = true
      return askToStop()
    }
    if (isBrokenOff) process.exit(exitCodes.interrupted)
    isBrokenOff = true
    fiber.interruptUnsafe(fiber.id)
  }
  fiber.addObserver((exit) => {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal)
    teardown(exit, (code) => {
      if (isAsked || isBrokenOff || code !== exitCodes.settled) process.exit(code)
    })
  })
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal)
})
