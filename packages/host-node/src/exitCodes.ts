import { Data, Runtime } from "effect"

/** How the process ends. */
export const exitCodes = {
  settled: 0,
  notSettled: 1,
  wrongUse: 2,
  /** A fault of ours (EX_SOFTWARE). */
  defect: 70,
  /** Stopped by a signal. */
  interrupted: 130
} as const

/** Something in the data keeps a metering point from being settled; it has been told already. */
export class NotSettled extends Data.TaggedError("NotSettled")<{ readonly problemCount: number }> {
  override readonly [Runtime.errorExitCode] = exitCodes.notSettled
  override readonly [Runtime.errorReported] = false
}

/** The command was called in a way that makes no sense; it has been told already. */
export class WrongUse extends Data.TaggedError("WrongUse")<{ readonly reason: string }> {
  override readonly [Runtime.errorExitCode] = exitCodes.wrongUse
  override readonly [Runtime.errorReported] = false
}
