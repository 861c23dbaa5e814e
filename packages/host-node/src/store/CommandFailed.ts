import { Data, Runtime } from "effect"
import { exitCodes } from "../exitCodes.ts"

/** What was asked for could not be done, for a reason outside the program; it has been told already. */
export class CommandFailed extends Data.TaggedError("CommandFailed")<{ readonly reason: string }> {
  override readonly [Runtime.errorExitCode] = exitCodes.notSettled
  override readonly [Runtime.errorReported] = false

  override get message(): string {
    return this.reason
  }
}

/** Whether an error has been told to the person already. */
export const isTold = (error: unknown): boolean =>
  typeof error === "object" &&
  error !== null &&
  Runtime.errorReported in error &&
  error[Runtime.errorReported] === false
