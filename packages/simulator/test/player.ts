import { datahub, documentKind } from "@datahub-settlement/core"
import { Effect } from "effect"
import { makeSimulator, type Simulator, type SimulatorOptions } from "../src/index.ts"

/** What a call was answered with. */
export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** A message that was peeked. */
export interface Message {
  readonly messageId: string
  readonly name: string
  readonly processType: string
  readonly body: string
  readonly json: Readonly<Record<string, Root>>
}

interface Root {
  readonly "process.processType": { readonly value: string }
  readonly MktActivityRecord?: ReadonlyArray<Part>
  readonly Series?: ReadonlyArray<Part>
}

type Part = Readonly<Record<string, unknown>> & {
  readonly Reason?: ReadonlyArray<{ readonly code: { readonly value: string } }>
}

/** A plain client of a simulator, on fetch. */
export interface Player {
  readonly simulator: Simulator
  readonly gln: string
  readonly call: (method: string, path: string, init?: RequestInit) => Promise<Answered>
  readonly peek: (queue: string) => Promise<Answered>
  readonly dequeue: (messageId: string) => Promise<Answered>
  readonly submit: (operation: string, body: unknown) => Promise<Answered>
  /** Everything that waits in a queue, dequeued one by one. */
  readonly drain: (queue: string) => Promise<ReadonlyArray<Message>>
  readonly admin: (operation: string, body: unknown) => Promise<Answered>
  /** JSON lines or a JSON value of `GET /admin/…`. */
  readonly lines: (operation: string) => Promise<ReadonlyArray<Readonly<Record<string, unknown>>>>
  readonly advance: (duration: string) => Promise<void>
  /** A player for another credential of the same simulator. */
  readonly as: (clientId: string, clientSecret: string, gln: string) => Promise<Player>
}

/** 15 January 2026, 13:00 in Denmark. */
export const noon = Date.UTC(2026, 0, 15, 12)

/** Runs a simulator that stands still, and somebody who plays with it. */
export const play = (options: SimulatorOptions, body: (player: Player) => Promise<void>): Effect.Effect<void> =>
  Effect.scoped(
    Effect.gen(function* () {
      const simulator = yield* makeSimulator({ startAt: noon, speed: 0, answerDelayMs: 0, ...options })
      const { clientId, clientSecret, gln } = simulator.client
      const player = yield* Effect.promise(() => playerOf(simulator, { clientId, clientSecret, gln }))
      yield* Effect.promise(() => body(player))
    })
  ).pipe(Effect.orDie)

/**
 * The simulator lives in the process of its tests. One that computes for some seconds lets it give up a connection that lay
 * idle, and the next call would be lost on it: each call has a connection of its own.
 */
export const ownConnection = { connection: "close" }

export const tokenCall = (simulator: Simulator, fields: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(simulator.tokenUrl, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...ownConnection },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: simulator.scope, ...fields }).toString()
  })

const playerOf = async (
  simulator: Simulator,
  client: { readonly clientId: string; readonly clientSecret: string; readonly gln: string }
): Promise<Player> => {
  const answer = await tokenCall(simulator, { client_id: client.clientId, client_secret: client.clientSecret })
  const { access_token } = (await answer.json()) as { readonly access_token: string }
  const call: Player["call"] = async (method, path, init = {}) => {
    const headers = {
      authorization: `Bearer ${access_token}`,
      "content-type": "application/json",
      ...ownConnection,
      ...init.headers
    }
    const response = await fetch(`${simulator.url}${path}`, { ...init, method, headers })
    return { status: response.status, headers: response.headers, body: await response.text() }
  }
  const peek: Player["peek"] = (queue) => call("GET", `/v1.0/cim/${queue}`)
  const dequeue: Player["dequeue"] = (messageId) => call("DELETE", `/v1.0/cim/dequeue/${messageId}`)
  return {
    simulator,
    gln: client.gln,
    call,
    peek,
    dequeue,
    submit: (operation, body) =>
      call("POST", `/v1.0/cim/${operation}`, { body: typeof body === "string" ? body : JSON.stringify(body) }),
    drain: async (queue) => {
      const messages: Array<Message> = []
      for (let answer = await peek(queue); answer.status === 200; answer = await peek(queue)) {
        messages.push(messageOf(answer))
        await dequeue(answer.headers.get("MessageId")!)
      }
      return messages
    },
    admin: (operation, body) => call("POST", `/admin/${operation}`, { body: JSON.stringify(body) }),
    lines: async (operation) => {
      const { body } = await call("GET", `/admin/${operation}`)
      return body.trim() === ""
        ? []
        : body
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line))
    },
    advance: (duration) => Effect.runPromise(Effect.asVoid(simulator.clock.advance(duration))),
    as: (clientId, clientSecret, gln) => playerOf(simulator, { clientId, clientSecret, gln })
  }
}

const messageOf = ({ body, headers }: Answered): Message => {
  const json = JSON.parse(body) as Message["json"]
  const root = Object.values(json)[0]!
  return {
    messageId: headers.get("MessageId")!,
    name: documentKind(json)!.name,
    processType: root["process.processType"].value,
    body,
    json
  }
}

/** `Name/process` and, in a rejection, its codes. */
export const labelOf = ({ json, name, processType }: Message): string => {
  const root = Object.values(json)[0]!
  const codes = [...(root.MktActivityRecord ?? []), ...(root.Series ?? [])]
    .flatMap(({ Reason }) => Reason ?? [])
    .map(({ code }) => code.value)
  return [name, processType, ...codes].join(" ")
}

let ids = 0

/** An id that no other test has used. */
export const freshId = (prefix: string): string => `${prefix}-${(ids += 1)}`

const types: Readonly<Record<string, readonly [type: string, role: string]>> = {
  RequestChangeOfSupplier: ["392", "DDZ"],
  RequestReallocateChangeOfSupplier: ["D01", "DDZ"],
  ConfirmRequestReallocateChangeOfSupplier: ["D02", "DDZ"],
  RejectRequestReallocateChangeOfSupplier: ["D02", "DDZ"],
  RequestEndOfSupply: ["432", "DDZ"],
  RequestCancellation: ["E67", "DDZ"],
  RequestChangeCustomerCharacteristics: ["D15", "DDZ"],
  RequestChangeBillingMasterData: ["D05", "DDZ"],
  RequestValidatedMeasureData: ["E73", "DGL"],
  RequestAggregatedMeasureData: ["E74", "DGL"],
  RequestWholesaleSettlement: ["D21", "DGL"]
}

const gs1 = (value: string): unknown => ({ codingScheme: "A10", value })

/** A document of ours around one series or record. */
export const request = (
  name: string,
  processType: string,
  part: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {}
): Readonly<Record<string, Readonly<Record<string, unknown>>>> => {
  const [type, role] = types[name]!
  return {
    [`${name}_MarketDocument`]: {
      mRID: freshId("message"),
      "businessSector.type": { value: "23" },
      createdDateTime: "2026-01-15T12:00:00Z",
      "process.processType": { value: processType },
      "receiver_MarketParticipant.mRID": gs1(datahub),
      "receiver_MarketParticipant.marketRole.type": { value: role },
      "sender_MarketParticipant.mRID": gs1("5790009990017"),
      "sender_MarketParticipant.marketRole.type": { value: "DDQ" },
      type: { value: type },
      [role === "DGL" ? "Series" : "MktActivityRecord"]: [{ mRID: freshId("transaction"), ...part }],
      ...header
    }
  }
}

/** RSM-001 for a metering point and the customer with this number. */
export const switchRequest = (
  gsrn: string,
  startAt: string,
  customer: { readonly scheme: string; readonly number: string },
  processType = "E03",
  more: Readonly<Record<string, unknown>> = {}
) =>
  request("RequestChangeOfSupplier", processType, {
    "marketEvaluationPoint.balanceResponsibleParty_MarketParticipant.mRID": gs1("5790009990024"),
    "marketEvaluationPoint.customer_MarketParticipant.mRID": { codingScheme: customer.scheme, value: customer.number },
    "marketEvaluationPoint.customer_MarketParticipant.name": "Solveig Prøve",
    "marketEvaluationPoint.energySupplier_MarketParticipant.mRID": gs1("5790009990017"),
    "marketEvaluationPoint.mRID": gs1(gsrn),
    "start_DateAndOrTime.dateTime": startAt,
    ...more
  })

export const pointId = gs1
