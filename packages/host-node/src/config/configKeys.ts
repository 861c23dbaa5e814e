import { type ConfigKey, defaulted, optional, required } from "./ConfigKey.ts"
import { correctionForms } from "./correctionForms.ts"
import { paths } from "./datahubAddress.ts"
import { gridAreas } from "./gridAreas.ts"
import * as Kind from "./valueKinds.ts"

const hidePassword = (url: string): string => {
  const shown = URL.parse(url)
  if (shown === null) return "***"
  if (shown.password !== "") shown.password = "***"
  // libpq's parameters may hold one too.
  return shown.searchParams.has("password") ? "***" : shown.href
}

/** Every setting of the host, described once: the table in docs/operating.md comes from here. */
export const configKeys = {
  databaseUrl: optional(Kind.secret, {
    name: "DATABASE_URL",
    group: "Database",
    what: "PostgreSQL server of your own",
    example: "postgres://settlement:…@db.example:5432/settlement",
    isSecret: true,
    shown: hidePassword
  }),
  dataFolder: optional(Kind.text, {
    name: "DATAHUB_SETTLEMENT_DATA_FOLDER",
    group: "Database",
    what: "Data of the server that comes with the program, where `DATABASE_URL` is not set",
    example: "/var/lib/datahub-settlement"
  }),
  environment: optional(Kind.oneOf("preprod", "prod"), {
    name: "DATAHUB_ENVIRONMENT",
    group: "DataHub",
    what: "Which DataHub: sets the next three, each of which may still be given",
    example: "preprod"
  }),
  baseUrl: optional(Kind.webAddress, {
    name: "DATAHUB_BASE_URL",
    group: "DataHub",
    what: "Where DataHub's B2B interface is",
    example: "https://preprod.b2b.datahub3.dk"
  }),
  tokenUrl: optional(Kind.webAddress, {
    name: "DATAHUB_TOKEN_URL",
    group: "DataHub",
    what: "Where tokens are issued",
    example: "https://login.microsoftonline.com/20e7a6b4-86e0-4e7a-a34d-6dc5a75d1982/oauth2/v2.0/token"
  }),
  scope: optional(Kind.text, {
    name: "DATAHUB_SCOPE",
    group: "DataHub",
    what: "What the token is for, as it is sent",
    example: "65877f1b-1aef-42b3-adc7-3009608f27a3/.default"
  }),
  clientId: required(Kind.text, {
    name: "DATAHUB_CLIENT_ID",
    group: "DataHub",
    what: "Client id from the actor portal, under B2B access",
    example: "11111111-2222-3333-4444-555555555555"
  }),
  clientSecret: required(Kind.secret, {
    name: "DATAHUB_CLIENT_SECRET",
    group: "DataHub",
    what: "Its secret; it lives twelve months",
    example: "from a vault",
    isSecret: true
  }),
  gln: required(Kind.gln, {
    name: "DATAHUB_GLN",
    group: "DataHub",
    what: "The supplier that we are: messages for another one go to the dead letters",
    example: "5790001330569"
  }),
  queues: defaulted(Kind.list(Kind.text), "measuredata,masterdata,aggregations", {
    name: "DATAHUB_QUEUES",
    group: "DataHub",
    what: "Queues that are emptied, each on its own",
    example: "measuredata,masterdata,aggregations,charges"
  }),
  paths: optional(paths, {
    name: "DATAHUB_PATHS",
    group: "DataHub",
    what: "Paths that differ from those known: base, dequeue, queues, operations",
    example: `{"operations":{"RequestValidatedMeasureData":"requestvalidatedmeasuredata"}}`
  }),
  correctionForms: optional(correctionForms, {
    name: "DATAHUB_CORRECTION_FORMS",
    group: "DataHub",
    what: "Which document reports a wrong switch (BRS-003, else RSM-003) and a wrong move (BRS-011, else RSM-005)",
    example: "BRS-011=RSM-003"
  }),
  keepReadingBodies: defaulted(Kind.yesOrNo, "false", {
    name: "DATAHUB_KEEP_READING_BODIES",
    group: "Messages",
    what: "Keep the bytes of readings too; the ledger holds all that they say, and the bytes take many times its room",
    example: "true"
  }),
  corrections: defaulted(Kind.yesOrNo, "true", {
    name: "DATAHUB_CORRECTIONS",
    group: "Messages",
    what: "Settle by itself what messages change about settled time; otherwise `settle corrections` does it when called",
    example: "false"
  }),
  gridAreas: optional(gridAreas, {
    name: "DATAHUB_GRID_AREAS",
    group: "Messages",
    what: "Price areas of grid areas that the program does not know",
    example: "998=DK1,999=DK2"
  }),
  bodyBytesMax: defaulted(Kind.byteCount, "64MiB", {
    name: "DATAHUB_BODY_LIMIT",
    group: "Messages",
    what: "A larger message is not read: its beginning goes to the dead letters. DataHub's own limit is 50 MB",
    example: "128MiB"
  }),
  pollIntervalMs: defaulted(Kind.duration, "10s", {
    name: "DATAHUB_POLL_INTERVAL",
    group: "Patience",
    what: "How long a queue that was empty is left alone",
    example: "500ms"
  }),
  requestTimeoutMs: defaulted(Kind.duration, "60s", {
    name: "DATAHUB_REQUEST_TIMEOUT",
    group: "Patience",
    what: "From a request to the last byte of its answer",
    example: "2m"
  }),
  attemptsMax: defaulted(Kind.wholeNumber(1, 20), "3", {
    name: "DATAHUB_ATTEMPTS_MAX",
    group: "Patience",
    what: "Requests for one call before its queue counts as failing",
    example: "6"
  }),
  retryFirstMs: defaulted(Kind.duration, "1s", {
    name: "DATAHUB_RETRY_FIRST",
    group: "Patience",
    what: "The first pause after a failure; it doubles with each further one, and half of each is drawn at random",
    example: "250ms"
  }),
  retryMaxMs: defaulted(Kind.duration, "2m", {
    name: "DATAHUB_RETRY_MAX",
    group: "Patience",
    what: "The longest pause after failures",
    example: "10m"
  }),
  outboxIntervalMs: defaulted(Kind.duration, "5s", {
    name: "DATAHUB_OUTBOX_INTERVAL",
    group: "Patience",
    what: "How often documents are looked for that wait to be sent",
    example: "1s"
  }),
  outboxLeaseMs: defaulted(Kind.duration, "10m", {
    name: "DATAHUB_OUTBOX_LEASE",
    group: "Patience",
    what: "How long a document belongs to the process that took it for sending",
    example: "5m"
  }),
  parkedIntervalMs: defaulted(Kind.duration, "1m", {
    name: "DATAHUB_PARKED_INTERVAL",
    group: "Patience",
    what: "How often parts of messages are tried again that wait for something else",
    example: "10m"
  }),
  processIntervalMs: defaulted(Kind.duration, "1m", {
    name: "DATAHUB_PROCESS_INTERVAL",
    group: "Patience",
    what: "How often market processes are looked at for dates and deadlines that have come",
    example: "5m"
  }),
  correctionsIntervalMs: defaulted(Kind.duration, "1m", {
    name: "DATAHUB_CORRECTIONS_INTERVAL",
    group: "Patience",
    what: "How often settled time is looked for that newer knowledge has touched",
    example: "15m"
  }),
  startTimeoutMs: defaulted(Kind.duration, "1h", {
    name: "DATAHUB_START_TIMEOUT",
    group: "Patience",
    what: "How long a start waits for a database that is away, starting up or has no room, before it ends with 1; `0s` waits not at all",
    example: "10m"
  }),
  stopTimeoutMs: defaulted(Kind.duration, "30s", {
    name: "DATAHUB_STOP_TIMEOUT",
    group: "Patience",
    what: "How long a stop waits for what is in hand before it breaks it off: messages come again, a document is sent again after its `DATAHUB_OUTBOX_LEASE`",
    example: "2m"
  }),
  httpHost: defaulted(Kind.text, "127.0.0.1", {
    name: "DATAHUB_HTTP_HOST",
    group: "HTTP",
    what: "Address that health, metrics and the API listen on; `0.0.0.0` for every one",
    example: "0.0.0.0"
  }),
  httpPort: defaulted(Kind.wholeNumber(0, 65_535), "8080", {
    name: "DATAHUB_HTTP_PORT",
    group: "HTTP",
    what: "Its port; 0 for a free one, which the log names",
    example: "9090"
  }),
  apiKeys: optional(Kind.list(Kind.apiKey), {
    name: "DATAHUB_API_KEYS",
    group: "HTTP",
    what: "Keys that open `/api/v1`, sent as `x-api-key`; without any it is closed",
    example: "made with openssl rand -hex 24",
    isSecret: true
  }),
  otlpEndpoint: optional(Kind.webAddress, {
    name: "OTEL_EXPORTER_OTLP_ENDPOINT",
    group: "Telemetry",
    what: "OpenTelemetry collector (OTLP over HTTP) for traces, metrics and logs; without it nothing is sent",
    example: "http://localhost:4318"
  }),
  serviceName: defaulted(Kind.text, "datahub-settlement", {
    name: "OTEL_SERVICE_NAME",
    group: "Telemetry",
    what: "Name of this service in them",
    example: "settlement-prod"
  }),
  logLevel: defaulted(Kind.oneOf("debug", "info", "warn", "error"), "info", {
    name: "DATAHUB_LOG_LEVEL",
    group: "Telemetry",
    what: "What is logged at least",
    example: "debug"
  }),
  logFormat: defaulted(Kind.oneOf("text", "json"), "text", {
    name: "DATAHUB_LOG_FORMAT",
    group: "Telemetry",
    what: "Log lines for people, or JSON, one object a line",
    example: "json"
  })
} as const

type ValueOf<Key> = Key extends ConfigKey<infer A> ? A : never

/** What the host runs by; times in milliseconds, sizes in bytes. */
export type HostConfig = { readonly [Name in keyof typeof configKeys]: ValueOf<(typeof configKeys)[Name]> }
