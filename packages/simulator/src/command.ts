import { Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { randomInt } from "node:crypto"
import {
  type RandomFaultKind,
  randomFaultKinds,
  type RandomFaultOptions,
  recoverableFaults
} from "./faults/RandomFaults.ts"
import type { SimulatorClient } from "./http/tokens.ts"
import { scenarios } from "./scenarios/index.ts"
import { defaultClient, makeSimulator, type Simulator, SimulatorRefused } from "./Simulator.ts"

const optional = <A>(flag: Flag.Flag<A>): Flag.Flag<Option.Option<A>> => Flag.optional(flag)

const flags = {
  port: Flag.Int("port").pipe(
    Flag.withDescription("Port to listen on; 0 for any that is free"),
    Flag.withDefault(8123)
  ),
  host: Flag.String("host").pipe(Flag.withDescription("Address to listen on"), Flag.withDefault("127.0.0.1")),
  seed: Flag.Int("seed").pipe(Flag.withDescription("The same seed gives the same world"), Flag.withDefault(1)),
  points: optional(Flag.Int("points")).pipe(Flag.withDescription("Metering points, children included")),
  scenario: Flag.String("scenario").pipe(
    Flag.withDescription(`What happens: ${[...scenarios.keys()].join(", ")}`),
    Flag.withDefault("sunshine")
  ),
  now: optional(Flag.String("now")).pipe(
    Flag.withDescription("Begin at this instant (ISO 8601) instead of the real one")
  ),
  speed: Flag.Finite("speed").pipe(
    Flag.withDescription("Virtual seconds in a real second; 0 stands still until /admin/clock moves it"),
    Flag.withDefault(1)
  ),
  historyDays: Flag.Int("history-days").pipe(
    Flag.withDescription("Our supply and its readings begin so many days before"),
    Flag.withDefault(0)
  ),
  tokenSeconds: Flag.Int("token-seconds").pipe(Flag.withDescription("How long a token holds"), Flag.withDefault(3599)),
  tokenClock: Flag.Literals("token-clock", ["real", "virtual"]).pipe(
    Flag.withDescription("Which clock tokens expire by"),
    Flag.withDefault("real" as const)
  ),
  answerSeconds: Flag.Finite("answer-seconds").pipe(
    Flag.withDescription("Virtual seconds between a request and its answer"),
    Flag.withDefault(40)
  ),
  clients: optional(Flag.String("clients")).pipe(
    Flag.withDescription("Credentials id:secret:gln, several with commas; the first is the supplier the world is for")
  ),
  faults: optional(Flag.String("faults")).pipe(
    Flag.withDescription(
      "Random faults rate or seed,rate: each call and message meets one with this probability (0.05, or 7,0.05)"
    )
  ),
  faultKinds: optional(Flag.String("fault-kinds")).pipe(
    Flag.withDescription(`Only these, with commas, or \`recoverable\`: ${randomFaultKinds.join(", ")}`)
  ),
  noStart: Flag.Boolean("no-start").pipe(
    Flag.withDescription("Tell no prices and master data at the start"),
    Flag.withDefault(false)
  ),
  noPrices: Flag.Boolean("no-prices").pipe(
    Flag.withDescription("Tell which charges there are, but not what they cost"),
    Flag.withDefault(false)
  ),
  json: Flag.Boolean("json").pipe(
    Flag.withDescription("When ready print one line of JSON and nothing else"),
    Flag.withDefault(false)
  )
}

/** `datahub-simulator` */
export const simulatorCommand = Command.make(
  "datahub-simulator",
  flags,
  Effect.fn("datahub-simulator")(function* (given) {
    const clients = Option.isSome(given.clients) ? yield* clientsOf(given.clients.value) : ([defaultClient] as const)
    const faults = Option.isSome(given.faults) ? yield* faultsOf(given.faults.value, given.faultKinds) : undefined
    const startAt = Option.isSome(given.now) ? yield* instantOf(given.now.value) : undefined
    return yield* Effect.scoped(
      Effect.gen(function* () {
        const simulator = yield* makeSimulator({
          ...given,
          points: Option.getOrUndefined(given.points),
          startAt,
          clients,
          faults,
          answerDelayMs: given.answerSeconds * 1000,
          tellsAtStart: !given.noStart,
          tellsPrices: !given.noPrices
        })
        process.stdout.write(given.json ? jsonText(simulator, faults) : helloText(simulator, given.scenario, faults))
        return yield* Effect.never
      })
    )
  })
).pipe(
  Command.withDescription("A DataHub 3 on your own machine, for tests: it answers, delivers, and lies on purpose.")
)

const clientsOf = (
  text: string
): Effect.Effect<readonly [SimulatorClient, ...ReadonlyArray<SimulatorClient>], SimulatorRefused> => {
  const clients = text.split(",").map((one): SimulatorClient | undefined => {
    const [clientId, clientSecret, gln, ...more] = one.split(":")
    return clientId && clientSecret && gln && more.length === 0 ? { clientId, clientSecret, gln } : undefined
  })
  const [first, ...others] = clients.filter((one) => one !== undefined)
  return first === undefined || others.length + 1 < clients.length
    ? refused(`--clients takes id:secret:gln, several with commas, got "${text}".`)
    : Effect.succeed([first, ...others] as const)
}

const SEED_END = 2 ** 31

/** A rate alone draws its seed, which is then printed: the same faults can be had again. */
const faultsOf = (text: string, only: Option.Option<string>): Effect.Effect<RandomFaultOptions, SimulatorRefused> => {
  const numbers = text.split(",").map(Number)
  const [seed, rate] = numbers.length === 1 ? [randomInt(SEED_END), numbers[0]] : numbers
  if (numbers.length > 2 || !Number.isInteger(seed) || rate === undefined || !(rate >= 0 && rate <= 1)) {
    return refused(`--faults takes a rate from 0 to 1, or a seed and a rate, as in 7,0.05; got "${text}".`)
  }
  if (Option.isNone(only)) return Effect.succeed({ seed: seed!, rate })
  const kinds = only.value === "recoverable" ? recoverableFaults : kindsOf(only.value)
  return kinds === undefined
    ? refused(`--fault-kinds takes ${randomFaultKinds.join(", ")}, or recoverable; got "${only.value}".`)
    : Effect.succeed({ seed: seed!, rate, kinds })
}

const kindsOf = (text: string): ReadonlyArray<RandomFaultKind> | undefined => {
  const kinds = text.split(",").map((name) => randomFaultKinds.find((kind) => String(kind) === name.trim()))
  return kinds.every((kind) => kind !== undefined) ? kinds : undefined
}

const instantOf = (text: string): Effect.Effect<number, SimulatorRefused> => {
  const instant = Date.parse(text)
  return Number.isNaN(instant)
    ? refused(`--now takes an instant like 2026-01-15T12:00:00Z, got "${text}".`)
    : Effect.succeed(instant)
}

const refused = (reason: string): Effect.Effect<never, SimulatorRefused> =>
  Effect.fail(new SimulatorRefused({ reason }))

const jsonText = (
  { client: { clientId, clientSecret, gln }, scope, tokenUrl, url }: Simulator,
  faults: RandomFaultOptions | undefined
): string => {
  const ready = { url, tokenUrl, scope, clientId, clientSecret, gln }
  return `${JSON.stringify(faults === undefined ? ready : { ...ready, faults })}\n`
}

const helloText = (
  { client, scope, tokenUrl, url }: Simulator,
  scenario: string,
  faults: RandomFaultOptions | undefined
): string =>
  [
    `DataHub simulator, scenario ${scenario}.`,
    `  url            ${url}`,
    `  token url      ${tokenUrl}`,
    `  scope          ${scope}`,
    `  client id      ${client.clientId}`,
    `  client secret  ${client.clientSecret}`,
    `  GLN            ${client.gln}`,
    ...(faults === undefined ? [] : [`  faults         seed ${faults.seed}, rate ${faults.rate}`]),
    `  cast           ${url}/admin/casts`,
    "Ctrl-C ends it.\n"
  ].join("\n")
