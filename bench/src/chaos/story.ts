import type { Instant } from "@datahub-settlement/core"
import type { Simulator } from "@datahub-settlement/simulator"
import { Effect } from "effect"
import { type Chance, chanceOf } from "./Chance.ts"
import { priceNews } from "./priceNews.ts"
import { drawRequest, type StoryRequest } from "./storyRequests.ts"

/** Who the story is told to: the simulated DataHub, and the host's outbox. */
export interface StoryStage {
  readonly seed: number
  readonly simulator: Simulator
  /** Puts a document into the host's outbox, and records what is agreed with it. */
  readonly send: (request: StoryRequest) => Effect.Effect<void>
  /** Waits until the outbox is empty. */
  readonly allSent: Effect.Effect<void>
  /** What happens between two steps; nothing in the undisturbed run. */
  readonly between: (step: number) => Effect.Effect<void>
}

/** When the story ends: after so many messages of DataHub's, or after so many steps. */
export type StoryLength = { readonly messages: number } | { readonly steps: number }

/** Midday in Denmark, some years back. */
export const STORY_STARTS_AT = Date.UTC(2023, 0, 15, 11)
export const STORY_POINTS = 70
export const STORY_HISTORY_DAYS = 4

const STEPS_MAX = 20_000

/** Stories of the simulator's own that may begin at any time. */
const scenarios = ["correction", "move_in", "erroneous_switch", "erroneous_move", "full_lifecycle", "cancellation"]

/**
 * Tells a story of a supplier, the same for the same seed: days go by, requests are sent, prices change. The clock moves on
 * only when DataHub has every request, so that its answers are the same however long that took. Gives the steps there were.
 */
export const tellStory = Effect.fn("tellStory")(function* (stage: StoryStage, length: StoryLength) {
  const { between, simulator } = stage
  const chance = chanceOf(stage.seed, "story")
  const planned = new Map<string, Instant>()
  let step = 0
  while (step < STEPS_MAX && !(yield* isTold(simulator, length, step))) {
    step += 1
    yield* ask(stage, chance, planned)
    if (chance.happens(0.15)) yield* changePrices(simulator, chance)
    // One that finds nobody for its parts any more ends there: the same in every run.
    if (chance.happens(0.1)) yield* Effect.exit(simulator.startScenario(chance.pick(scenarios)))
    yield* between(step)
    yield* Effect.orDie(simulator.clock.advance(chance.pick(["PT6H", "P1D", "P1D", "P2D"])))
  }
  // What is still under way comes in: answers, and supplies that begin and end in the days after.
  yield* Effect.orDie(simulator.clock.advance("P21D"))
  return step
})

const isTold = (simulator: Simulator, length: StoryLength, step: number): Effect.Effect<boolean> =>
  "steps" in length
    ? Effect.succeed(step >= length.steps)
    : Effect.map(simulator.state, ({ messages }) => messages.queued >= length.messages)

const ask = Effect.fnUntraced(function* (
  { allSent, send, simulator }: StoryStage,
  chance: Chance,
  planned: Map<string, Instant>
) {
  const now = yield* simulator.clock.now
  const points = yield* simulator.points(0, STORY_POINTS)
  const sender = simulator.client.gln
  const supplied = points.filter(({ type }) => type !== "D14")
  const source = {
    chance,
    now,
    sender,
    ours: supplied.filter(({ supplier }) => supplier === sender),
    others: supplied.filter(({ supplier, type }) => supplier !== sender && type === "E17"),
    firstDay: STORY_STARTS_AT - STORY_HISTORY_DAYS * 86_400_000,
    taken: new Set<string>(),
    planned
  }
  for (let left = chance.whole(0, 6); left > 0; left--) {
    const request = drawRequest(source)
    // One after another: DataHub answers in the order in which they come.
    if (request !== undefined) yield* Effect.andThen(send(request), allSent)
  }
})

const changePrices = Effect.fnUntraced(function* (simulator: Simulator, chance: Chance) {
  const now = yield* simulator.clock.now
  const { body, messageId } = priceNews(chance, now, simulator.client.gln)
  yield* Effect.orDie(simulator.enqueue({ queue: "masterdata", messageId, body }))
})
