import { Result, Schema } from "effect"
import { type Answer, type Call, jsonAnswer, linesAnswer } from "../http/Answer.ts"
import { queueNamed, queueNames } from "../queues/QueueName.ts"
import type { Simulation } from "../Simulation.ts"
import { Unable } from "../Unable.ts"
import type { Powers } from "./powers.ts"
import {
  ClockRequest,
  DisorderRequest,
  ErrorRequest,
  FaultsRequest,
  MalformedRequest,
  MessageRequest,
  PortalReportRequest,
  ReadingsRequest,
  ScenarioRequest
} from "./requests.ts"

/** A call of `/admin/…`: no credential is asked for. */
export const adminAnswer = (call: Call, operation: string, powers: Powers, simulation: Simulation): Answer => {
  try {
    const answer = call.method === "GET" ? shown(call, operation, powers, simulation) : done(call, operation, powers)
    return answer ?? jsonAnswer(404, { error: `There is no ${call.method} /admin/${operation}.` })
  } catch (error) {
    if (error instanceof Unable) return jsonAnswer(400, { error: error.message })
    throw error
  }
}

const shown = (call: Call, operation: string, powers: Powers, simulation: Simulation): Answer | undefined => {
  const message = /^message\/(.+)$/.exec(operation)?.[1]
  if (message !== undefined) return { status: 200, body: powers.bodyOf(message), contentType: "application/json" }
  switch (operation) {
    case "journal":
      return linesAnswer(powers.journal())
    case "state":
      return jsonAnswer(200, powers.state())
    case "scenarios":
      return jsonAnswer(200, simulation.scenarios())
    case "casts":
      return jsonAnswer(200, simulation.casts())
    case "truth/readings":
      return linesAnswer(
        powers.truth({
          gsrn: call.query.get("gsrn") ?? undefined,
          from: call.query.get("from") ?? undefined,
          to: call.query.get("to") ?? undefined
        })
      )
    case "points":
      return linesAnswer(
        simulation.points(Number(call.query.get("offset") ?? 0), Number(call.query.get("limit") ?? 100))
      )
    default:
      return undefined
  }
}

const done = (call: Call, operation: string, powers: Powers): Answer | undefined => {
  switch (operation) {
    case "clock":
      return jsonAnswer(200, powers.setClock(decoded(ClockRequest, call)))
    case "scenario":
      return jsonAnswer(200, powers.startScenario(decoded(ScenarioRequest, call).name))
    case "inject-error":
      powers.injectError(decoded(ErrorRequest, call))
      return jsonAnswer(200, {})
    case "inject-malformed":
      return jsonAnswer(200, powers.injectMalformed(decoded(MalformedRequest, call)))
    case "inject":
      return jsonAnswer(200, powers.inject(decoded(DisorderRequest, call)))
    case "faults":
      powers.setFaultRate(decoded(FaultsRequest, call).rate)
      return jsonAnswer(200, {})
    case "readings":
      return jsonAnswer(200, powers.tellReadings(decoded(ReadingsRequest, call)))
    case "message":
      return jsonAnswer(200, powers.putMessage(decoded(MessageRequest, call)))
    case "portal-report":
      powers.reportInPortal(decoded(PortalReportRequest, call))
      return jsonAnswer(200, {})
    case "expire-tokens":
      powers.expireTokens()
      return jsonAnswer(200, {})
    default:
      return undefined
  }
}

const decoded = <S extends Schema.ConstraintDecoder<unknown>>(schema: S, call: Call): S["Type"] => {
  const body = named(parsed(call.body))
  const result = Schema.decodeUnknownResult(schema, { onExcessProperty: "error" })(body)
  if (Result.isFailure(result)) throw new Unable(String(result.failure.message))
  return result.success
}

const parsed = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    throw new Unable("The body is not JSON.")
  }
}

/** Queues by any of their names. */
const named = (body: unknown): unknown => {
  if (typeof body !== "object" || body === null || !("queue" in body) || typeof body.queue !== "string") return body
  const queue = queueNamed(body.queue)
  if (queue === undefined) throw new Unable(`There is no queue "${body.queue}". There are: ${queueNames.join(", ")}.`)
  return { ...body, queue }
}
