import { Effect } from "effect"
import type { ScriptedDatahub } from "./scriptedDatahub.ts"
import { quickSettings, type ServeProcess } from "./serveProcess.ts"

/** Waits until a message has left its queue. */
export const dequeued = (datahub: ScriptedDatahub, messageId: string) =>
  Effect.promise(() =>
    datahub.exchanges.first(
      `dequeue of ${messageId}`,
      ({ status, what }) => what === `dequeue ${messageId}` && status === 200
    )
  )

/** Every warning there was, and what was told to be over. */
export const told = ({ log }: ServeProcess): ReadonlyArray<string> =>
  log.all
    .filter(({ level, message }) => level === "WARN" || message.includes(" works again "))
    .map(({ level, message }) => `${level} ${message.split(/ (?=fails|works)/)[0]}`)

/** A database that was away, and came. */
export const isTold = ["WARN database", "INFO database"]

/** On a database, with nothing to wait for. */
export const settingsOn = (datahub: ScriptedDatahub, url: string) => ({
  ...quickSettings(datahub.url),
  DATABASE_URL: url
})
