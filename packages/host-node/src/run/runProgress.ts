import { Clock, Effect, type Stdio } from "effect"
import { type OverwrittenLine, stderrLine } from "../output/overwrittenLine.ts"

/** How far a command is with its metering points. */
export interface PointsDone {
  readonly done: number
  /** Of these, points that could not be settled. */
  readonly failed: number
  readonly points: number
}

/** Tells how far a command is, on a terminal's error stream and nowhere else. */
export interface ProgressLine {
  readonly at: (told: PointsDone) => Effect.Effect<void>
  /** Takes the line away again. */
  readonly done: Effect.Effect<void>
}

const BAR_CELLS = 20

const whole = (count: number): string => Math.round(count).toLocaleString("en-US")

/** `42 s`, `3 min 05 s`, `2 h 10 min`. */
export const durationText = (seconds: number): string => {
  const rounded = Math.round(seconds)
  const two = (value: number): string => String(value).padStart(2, "0")
  if (rounded < 60) return `${rounded} s`
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${two(rounded % 60)} s`
  return `${Math.floor(rounded / 3600)} h ${two(Math.floor((rounded % 3600) / 60))} min`
}

/** What is known of a command on its way. */
export interface Advance extends PointsDone {
  /** Points that were done before this process began. */
  readonly doneBefore: number
  readonly elapsedMs: number
}

/** One line: bar, share, points, rate and the time left. */
export const progressText = ({ done, doneBefore, elapsedMs, failed, points }: Advance): string => {
  const share = points === 0 ? 1 : done / points
  const filled = Math.floor(share * BAR_CELLS)
  const bar = "█".repeat(filled) + "░".repeat(BAR_CELLS - filled)
  const perSecond = elapsedMs === 0 ? 0 : ((done - doneBefore) * 1000) / elapsedMs
  const rate = perSecond === 0 ? "" : `  ${whole(perSecond)}/s  ${durationText((points - done) / perSecond)} left`
  const notSettled = failed === 0 ? "" : `  ${whole(failed)} not settled`
  return `${bar} ${Math.floor(share * 100)} %  ${whole(done)}/${whole(points)}${rate}${notSettled}`
}

/** A line that is written over after each chunk. */
export const makeProgressLine = (line: OverwrittenLine, doneBefore: number): Effect.Effect<ProgressLine> =>
  Effect.map(Clock.currentTimeMillis, (startedAt) => ({
    at: (told) =>
      Effect.map(Clock.currentTimeMillis, (now) =>
        line.show(progressText({ ...told, doneBefore, elapsedMs: now - startedAt }))
      ),
    done: Effect.sync(line.clear)
  }))

/** The same on this process's error stream. */
export const stderrProgress = (doneBefore = 0): Effect.Effect<ProgressLine, never, Stdio.Stdio> =>
  Effect.flatMap(stderrLine, (line) => makeProgressLine(line, doneBefore))
