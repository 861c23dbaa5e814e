import { encodeRequestAnswer, type AnswerName, type Gsrn, type Instant } from "@datahub-settlement/core"
import { transactionIdOf } from "../chance/ids.ts"
import type { Engine } from "../Engine.ts"
import { bytesOfJson, headerFrom } from "../documents/header.ts"
import type { MasterDeliveries } from "../delivery/masterDeliveries.ts"
import type { ReadingDeliveries } from "../delivery/readingDeliveries.ts"
import type { QueueName } from "../queues/QueueName.ts"
import type { World } from "../world/World.ts"
import type { WorldPoint } from "../world/WorldPoint.ts"

/** A process that was accepted and has not taken effect, or a correction that waits for somebody. */
export interface OpenProcess {
  readonly kind: "switch" | "moveIn" | "endOfSupply" | "moveOut" | "correction"
  readonly transactionId: string
  readonly sender: string
  readonly point: WorldPoint
  /** When it takes effect; of a correction, the start of what was wrong. */
  readonly startAt: Instant
  readonly processType: string
  /** Whether customer data (RSM-027) has come for it. */
  hasCustomerData: boolean
  state: "open" | "effected" | "cancelled"
}

/** What answers to requests are made with. */
export interface Desk {
  readonly engine: Engine
  readonly world: World
  readonly master: MasterDeliveries
  readonly readings: ReadingDeliveries
  /** Everything that was accepted, by the transaction id of the request. */
  readonly processes: Map<string, OpenProcess>
  /** GSRNs whose switch falls when no customer data comes in time (BRS-001). */
  readonly needCustomerData: Set<string>
  /** GSRNs whose other supplier refuses to take a supply back (D29). */
  readonly refuseResumption: Set<string>
  /** GSRNs whose other supplier has an end of supply under way: a switch of the next days takes effect at once (BRS-001). */
  readonly endingElsewhere: Set<string>
  /** Goes up with every answer of aggregated sums: the newest wins. */
  nextCalculation: bigint
}

/** The subject of an answer. */
export interface AnswerTo {
  readonly receiver: string
  readonly processType: string
  /** Transaction id of the request. */
  readonly answers: string
  readonly gsrn?: Gsrn | undefined
}

const texts: Readonly<Record<string, string>> = {
  D03: "Kundenavn mangler / Customer name is missing",
  D05: "Målepunktet er et andet end i anmodningen / The metering point is not the one of the request",
  D06: "Referencen er ikke anmodningens / The reference is not that of the request",
  D07: "En flytning er allerede anmeldt / A move is registered already",
  D11: "Kombinationen er ikke mulig / The combination is not possible",
  D14: "Prisen er ikke korrekt / The charge is not right",
  D15: "Afregningsform ikke tilladt / Settlement method not allowed",
  D16: "Tilslutningsstatus ikke tilladt / Connection state not allowed",
  D17: "CPR eller CVR er ikke korrekt / CPR or CVR is not right",
  D18: "Målepunktstype ikke tilladt / Metering point type not allowed",
  D66: "Datoen er ikke midnat / The date is not local midnight",
  E0H: "Ingen data / No data available",
  E10: "Målepunktet kan ikke identificeres / Metering point cannot be identified",
  E16: "Elleverandøren er ikke legitim / Supplier is not legitimate",
  E17: "Uden for fristen / Outside the deadline",
  E22: "Ikke muligt i den nuværende tilstand / Not possible in the current state",
  E50: "Perioden er ikke korrekt / Period is not valid",
  E86: "Værdien er ikke korrekt / Value is not valid"
}

/** Sends a confirmation, or with codes a rejection. */
export const sendAnswer = (
  { engine }: Desk,
  name: AnswerName,
  to: AnswerTo,
  codes: ReadonlyArray<string> = []
): void => {
  const isSeries = /(Validated|Aggregated)MeasureData|WholesaleSettlement/.test(name)
  const queue: QueueName = !isSeries ? "masterdata" : name.includes("Validated") ? "measuredata" : "aggregations"
  const accepted = name.startsWith("Confirm")
  engine.deliver({
    receiver: to.receiver,
    queue,
    document: name,
    processType: to.processType,
    write: (messageId, createdAt) =>
      bytesOfJson(
        encodeRequestAnswer({
          header: headerFrom({
            messageId,
            createdAt,
            receiver: to.receiver,
            processType: to.processType,
            document: name,
            role: isSeries ? "DGL" : "DDZ",
            reasonCode: accepted ? "A01" : "A02"
          }),
          name,
          request: name.replace(/^(Confirm|Reject)/, "") as "RequestChangeOfSupplier",
          accepted,
          records: [
            {
              transactionId: transactionIdOf(messageId, 0),
              answers: to.answers,
              ...(to.gsrn === undefined ? {} : { gsrn: to.gsrn }),
              reasons: codes.map((code) => ({ code, text: texts[code] ?? code }))
            }
          ]
        })
      )
  })
}

/** The processes of a point that have not taken effect. */
export const openOn = (desk: Desk, point: WorldPoint): ReadonlyArray<OpenProcess> =>
  [...desk.processes.values()].filter((one) => one.point === point && one.state === "open")

/** Registers a process and lets it take effect when it starts, unless something has ended it before. */
export const startProcess = (desk: Desk, process: OpenProcess, effect: () => void, at = process.startAt): void => {
  desk.processes.set(process.transactionId, process)
  const run = (): void => {
    if (process.state !== "open") return
    process.state = "effected"
    effect()
  }
  if (at <= desk.engine.clock.now()) run()
  else desk.engine.clock.schedule(at, run)
}
