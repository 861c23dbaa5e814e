import { adminAnswer } from "./admin/adminAnswer.ts"
import type { Powers } from "./admin/powers.ts"
import { makeCorrelationIds } from "./chance/ids.ts"
import type { HttpFault } from "./faults/HttpFaults.ts"
import type { Simulation } from "./Simulation.ts"
import { type Answer, type Call, emptyAnswer, textAnswer } from "./http/Answer.ts"
import { cimAnswer, type CimWorld } from "./http/cim.ts"

/** Answers any call: tokens, the B2B interface, and the simulator's own. What is due by the clock happens first. */
export const makeRoute = (simulation: Simulation, powers: Powers, seed: number): ((call: Call) => Answer) => {
  const { engine } = simulation
  const nextCorrelationId = makeCorrelationIds(seed)
  const met = (fault: HttpFault, what: string): void =>
    void engine.metFaults.push({ at: engine.clock.now(), what, fault: String(fault.status) })
  const world: CimWorld = {
    tokens: engine.tokens,
    queues: engine.queues,
    usedIds: engine.usedIds,
    submitted: simulation.submitted,
    met,
    faults: {
      ...engine.httpFaults,
      take: (operation, queue) =>
        engine.httpFaults.take(operation, queue) ?? engine.randomFaults.forCall(operation, queue)
    }
  }
  const token = (call: Call): Answer => {
    const fault = world.faults.take("token", undefined)
    if (fault === undefined) return engine.tokens.issue(call)
    met(fault, "token")
    if (typeof fault.status === "number") return textAnswer(fault.status, "The token service is not available.")
    const answer = engine.tokens.issue(call)
    return fault.status === "slow" ? { ...answer, delayMs: fault.delayMs ?? 3000 } : { ...answer, isCut: true }
  }
  const answerOf = (call: Call): Answer => {
    const operation = /^\/v1\.0\/cim\/(.+)$/i.exec(call.path)?.[1]
    if (operation !== undefined) return cimAnswer(call, operation, world)
    if (call.method === "POST" && /^\/[^/]+\/oauth2\/v2\.0\/token$/.test(call.path)) return token(call)
    const admin = /^\/admin\/(.+)$/.exec(call.path)?.[1]
    if (admin !== undefined) return adminAnswer(call, admin, powers, simulation)
    return call.path === "/health" ? emptyAnswer(200) : textAnswer(404, "Resource not found.")
  }
  return (call) => {
    engine.clock.tick()
    const answer = answerOf(call)
    return { ...answer, headers: { ...answer.headers, CorrelationId: nextCorrelationId() } }
  }
}
