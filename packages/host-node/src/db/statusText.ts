import { formatInstant } from "@datahub-settlement/core"
import { isTimescaleOutdated, type LedgerStatus, TIMESCALE_VERSION_MIN } from "@datahub-settlement/persistence"
import { runJson, runsText } from "../run/runText.ts"
import { textTable } from "../run/textTable.ts"
import type { OpenStore } from "../store/openStore.ts"
import { placeText } from "../store/placeText.ts"
import type { DatabaseStatus } from "./databaseStatus.ts"

const UNITS = ["B", "KiB", "MiB", "GiB", "TiB"]

/** `12.3 MiB`. */
export const bytesText = (bytes: number): string => {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`
}

const levelText = ({ migration: { latest, level }, schemaFault }: DatabaseStatus): string =>
  `${level} of ${latest}${schemaFault === undefined ? "" : `. ${schemaFault}`}`

const timescaleText = (version: string): string =>
  isTimescaleOutdated(version) ? `${version}: update to ${TIMESCALE_VERSION_MIN} or newer` : version

const ledgerText = ({ lastMessage, messages, parts, storage }: LedgerStatus): string => {
  const last =
    lastMessage === undefined ? "" : `, the last ${lastMessage.messageId} at ${formatInstant(lastMessage.recordedAt)}`
  const table = textTable(
    [
      { head: "Readings", align: "left" },
      { head: "Rows", align: "right" },
      { head: "Size", align: "right" },
      { head: "Compressed", align: "left" }
    ],
    parts.map(({ bytes, compressed, name, rows, rowsEstimated }) => [
      name,
      `${rowsEstimated ? "about " : ""}${rows}`,
      bytesText(bytes),
      compressed === undefined ? "-" : compressed ? "yes" : "no"
    ])
  )
  return `Ledger      ${storage}\nMessages    ${messages}${last}\n\n${parts.length === 0 ? "No readings yet.\n" : table}`
}

/** How a database stands, for a person. */
export const statusText = (store: OpenStore, status: DatabaseStatus): string => {
  const { bytes, database, ledger, runs, serverVersion, timescaleVersion, user } = status
  const whose = store.place.kind === "own server" ? "own server" : "comes with this program"
  const running = store.startedForUs ? ", started for this command" : ""
  return [
    `Server      PostgreSQL ${serverVersion}, ${whose}${running}`,
    ...(timescaleVersion === undefined ? [] : [`TimescaleDB ${timescaleText(timescaleVersion)}`]),
    `Database    ${database}, ${placeText(store)}, user ${user}, ${bytesText(bytes)}`,
    `Level       ${levelText(status)}`,
    ...(ledger === undefined ? [] : [ledgerText(ledger)]),
    runs.length === 0 ? "No settlement runs yet." : `Newest settlement runs\n${runsText(runs).trimEnd()}`,
    ""
  ].join("\n")
}

/** The same for programs. */
export const statusJson = (store: OpenStore, status: DatabaseStatus) => ({
  server: { kind: store.place.kind, place: placeText(store), version: status.serverVersion },
  timescaleVersion: status.timescaleVersion,
  database: status.database,
  user: status.user,
  bytes: status.bytes,
  migration: {
    level: status.migration.level,
    latest: status.migration.latest,
    fault: status.schemaFault,
    applied: status.migration.applied.map((step) => ({ ...step, appliedAt: formatInstant(step.appliedAt) }))
  },
  ledger: status.ledger && {
    ...status.ledger,
    lastMessage: status.ledger.lastMessage && {
      ...status.ledger.lastMessage,
      recordedAt: formatInstant(status.ledger.lastMessage.recordedAt)
    }
  },
  runs: status.runs.map(runJson)
})
