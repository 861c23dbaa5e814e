import { type Instant, MarketCalendar } from "@datahub-settlement/core"
import { answer } from "./answers/answer.ts"
import { reportInPortal } from "./answers/correction.ts"
import type { Desk } from "./answers/Desk.ts"
import { makeMasterDeliveries } from "./delivery/masterDeliveries.ts"
import { beginMonthlySums } from "./monthlySums.ts"
import { makeReadingDeliveries } from "./delivery/readingDeliveries.ts"
import { type EngineOptions, makeEngine } from "./Engine.ts"
import { irregular } from "./faults/irregular.ts"
import { scenarios } from "./scenarios/index.ts"
import { makeStage, type Scenario, type Stage } from "./scenarios/Scenario.ts"
import type { Cast, Simulation } from "./Simulation.ts"
import { tellReadings } from "./tellReadings.ts"
import { actorPointOf } from "./world/actorPoints.ts"
import { truthOf } from "./world/truth.ts"
import { dayNumberAt, makeWorld, type WorldOptions } from "./world/World.ts"
import { supplyAt } from "./world/WorldPoint.ts"

/** What a simulation is made from. */
export interface SimulationOptions extends Omit<EngineOptions, "irregular"> {
  readonly world: WorldOptions
  /** The scenario that it starts with. */
  readonly scenario: Scenario
  /** Virtual milliseconds between a request and its answer. */
  readonly answerDelayMs: number
  /** Whether prices and the master data of what is supplied are told at the start. */
  readonly tellsAtStart: boolean
  /** Whether prices are told, or only which charges there are. */
  readonly tellsPrices: boolean
}

/** A world with its engine, set going. */
export const simulate = (options: SimulationOptions): Simulation => {
  const engine = makeEngine({
    ...options,
    irregular: (kind, draw) => void irregular(desk, kind, undefined, undefined, draw)
  })
  const world = makeWorld(options.world)
  const desk: Desk = {
    engine,
    world,
    master: makeMasterDeliveries(engine, world),
    readings: makeReadingDeliveries(engine, world),
    processes: new Map(),
    needCustomerData: new Set(),
    refuseResumption: new Set(),
    endingElsewhere: new Set(),
    nextCalculation: 1n
  }
  const stage = makeStage(desk)
  const casts: Array<Cast> = []
  if (options.tellsAtStart) tellStart(desk, options.tellsPrices)
  desk.readings.begin()
  if (options.scenario.hasMonthlySums !== false) {
    beginMonthlySums(desk, MarketCalendar.monthIndexOf(firstInstant(desk)))
  }
  casts.push(castOf(stage, options.scenario))
  engine.clock.tick()
  return {
    engine,
    submitted: (submission) =>
      options.answerDelayMs === 0
        ? answer(desk, submission)
        : engine.clock.schedule(engine.clock.now() + options.answerDelayMs, () => answer(desk, submission)),
    truth: (query) => truthOf(world, engine.clock.now(), query),
    irregular: (kind, gsrn, day) => irregular(desk, kind, gsrn, day),
    tellReadings: (gsrn, hourlyWh, day) => tellReadings(desk, gsrn, hourlyWh, day),
    reportInPortal: (gsrn, processType, sender) => reportInPortal(desk, { gsrn, processType, sender }),
    startScenario: (name) => {
      const scenario = scenarios.get(name)
      if (scenario === undefined) return undefined
      const cast = castOf(stage, scenario)
      casts.push(cast)
      return cast
    },
    scenarios: () => [...scenarios.values()].map(({ name, summary }) => ({ name, summary })),
    casts: () => casts,
    points: (from, count) =>
      world.points.slice(from, from + count).map((point) => actorPointOf(world, point, engine.clock.now())),
    counts: () => ({
      points: world.points.length,
      ours: world.points.filter((point) => supplyAt(point, engine.clock.now())?.supplier === world.options.ours).length,
      processesOpen: [...desk.processes.values()].filter(({ state }) => state === "open").length
    })
  }
}

const firstInstant = ({ world }: Desk): Instant =>
  MarketCalendar.startOfDay(MarketCalendar.localDateOf(world.options.firstDay * 86_400_000))

/** Prices from the year of the first day on, each next year's on the first of December, and what each actor supplies. */
const tellStart = (desk: Desk, tellsPrices: boolean): void => {
  const { engine, master, world } = desk
  const from = firstInstant(desk)
  const firstYear = Number(MarketCalendar.localDateOf(from).slice(0, 4))
  const thisYear = Number(MarketCalendar.localDateOf(engine.clock.now()).slice(0, 4))
  master.sendCharges(firstYear)
  for (let year = firstYear; tellsPrices && year <= thisYear; year++) master.sendPrices(year)
  const announce = (year: number): void =>
    engine.clock.schedule(Date.UTC(year - 1, 11, 1, 6), () => {
      master.sendPrices(year)
      announce(year + 1)
    })
  if (tellsPrices) announce(thisYear + 1)
  for (const { gln } of engine.clients) {
    const own = world.points.filter((point) => point.parent === undefined && supplyAt(point, from)?.supplier === gln)
    master.sendPoints(own, { receiver: gln, processType: "E03", validFrom: from })
  }
}

const castOf = (stage: Stage, scenario: Scenario): Cast => ({
  scenario: scenario.name,
  summary: scenario.summary,
  roles: Object.fromEntries(
    Object.entries(scenario.begin(stage)).map(([role, point]) => [
      role,
      typeof point === "string" ? strangerOf(point) : actorPointOf(stage.desk.world, point, stage.now())
    ])
  )
})

/** A GSRN that the world does not have. */
const strangerOf = (gsrn: string): Cast["roles"][string] => ({
  gsrn,
  type: "",
  gridArea: "",
  resolution: "",
  supplier: undefined,
  customerName: undefined,
  customerCvr: undefined,
  customerCpr: undefined,
  children: 0,
  linked: undefined
})

/** Day number of the first day, so many days before an instant. */
export const firstDayOf = (startAt: Instant, historyDays: number): number => dayNumberAt(startAt) - historyDays
