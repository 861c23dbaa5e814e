/*
 * Who may import whom. A line that is not here is not allowed; a new package or folder is added here first, and the
 * picture in ARCHITECTURE.md with it.
 */

/** Packages, by folder name, and the packages of ours that each may import. */
export const packageArrows: Readonly<Record<string, ReadonlyArray<string>>> = {
  core: [],
  "datahub-client": ["core"],
  persistence: ["core"],
  simulator: ["core"],
  "host-node": ["core", "datahub-client", "persistence"],
  dashboard: ["host-node"],
  "golden-masters": ["core"],
  bench: ["core", "datahub-client", "persistence", "host-node", "simulator"]
}

/** The one entry point that the browser may see of the host: its contract. */
export const dashboardEntry = "@datahub-settlement/host-node/api"

/** Where in the host the simulator may be imported: behind the demo command. */
export const demoFolder = "packages/host-node/src/demo/"

/** The naive engine that core's property tests are held against; the bench measures against it too, and only the bench. */
export const naiveEngine = "packages/core/test/naive/"

/** Folders of core and the folders that each may import: the way a reading flows. `testing` serves all of them. */
export const coreArrows: Readonly<Record<string, ReadonlyArray<string>>> = {
  market: [],
  quantity: ["market"],
  /** What every port may fail with; it knows nothing of what is stored. */
  storage: ["market"],
  metering: ["market", "quantity", "storage"],
  charges: ["market", "quantity", "storage"],
  settlement: ["market", "quantity", "storage", "metering", "charges"],
  reconciliation: ["market", "quantity", "storage", "metering", "charges", "settlement"],
  portfolio: ["market", "quantity", "storage", "metering", "charges", "settlement"],
  runs: ["market", "quantity", "storage", "metering", "charges", "settlement", "portfolio"],
  processes: ["market", "quantity", "storage", "metering", "charges"],
  invoicing: ["market", "quantity", "storage", "metering", "charges", "settlement"],
  messages: ["market", "quantity", "metering", "charges", "settlement", "portfolio", "reconciliation", "processes"],
  /** The ways in and out of DataHub: what was received, what waits, what is to be sent. It knows no document. */
  exchange: ["market", "storage"],
  /** What each document of DataHub does: the only folder that knows both documents and ports. */
  intake: [
    "market",
    "quantity",
    "storage",
    "metering",
    "charges",
    "settlement",
    "portfolio",
    "runs",
    "messages",
    "exchange",
    "processes",
    "invoicing"
  ],
  /** What we ask of DataHub and of others through it: a document, the process that it begins, and the outbox. */
  requests: [
    "market",
    "quantity",
    "storage",
    "metering",
    "charges",
    "settlement",
    "portfolio",
    "runs",
    "messages",
    "processes",
    "exchange",
    "invoicing",
    "intake"
  ],
  testing: [
    "market",
    "quantity",
    "storage",
    "metering",
    "charges",
    "settlement",
    "portfolio",
    "runs",
    "reconciliation",
    "processes",
    "invoicing",
    "messages",
    "exchange",
    "intake",
    "requests"
  ]
}

/** All that core may take from outside. */
export const coreDependencies: ReadonlyArray<string> = ["effect", "bignumber.js"]

/** What tests may take besides. */
export const testDependencies: ReadonlyArray<string> = [
  "vitest",
  "@effect/vitest",
  "@effect/platform-node",
  "fast-check",
  "testcontainers"
]

/** Folder names that say nothing about what is in them. */
export const folderNamesRefused: ReadonlyArray<string> = [
  "utils",
  "util",
  "common",
  "helpers",
  "shared",
  "misc",
  "ports"
]

export const fileLinesMax = 400

/** What core may not touch: the machine, the clock (time is injected), chance. */
export const coreGlobalsRefused: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  ["Buffer", /(?<![.\w$])Buffer\b(?!\s*:)/g],
  [
    "process",
    /(?<![.\w$])process\.(?:env|argv|cwd|exit|exitCode|hrtime|nextTick|stdin|stdout|stderr|platform|memoryUsage|on)\b/g
  ],
  ["timers", /(?<![.\w$])(?:set|clear)(?:Timeout|Interval|Immediate)\b(?!\s*:)/g],
  ["fetch", /(?<![.\w$])(?:fetch|require)\s*\(/g],
  ["console", /(?<![.\w$])console\./g],
  [
    "globalThis",
    /(?<![.\w$])(?:globalThis|__dirname|__filename|XMLHttpRequest|WebSocket|localStorage|navigator)\b(?!\s*:)/g
  ],
  ["the clock", /(?<![.\w$])(?:Date\.now\b|new Date\(\s*\)|performance\.now\b)/g],
  ["chance", /(?<![.\w$])Math\.random\b/g]
]

/** The host knows no table: statements and COPY stand in persistence, behind ports and functions. */
export const hostSqlRefused = /(?<![.\w$])(?:sql|copyIn|copyOut)\b(?!\s*:)/g
