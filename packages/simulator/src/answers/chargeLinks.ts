import { type ChargeLinkRequestRecord, decodeChargeLinkRequest } from "@datahub-settlement/core"
import { Result } from "effect"
import type { Submission } from "../submission/checkSubmission.ts"
import { worldCharge } from "../world/charges.ts"
import { midnightFrom } from "../world/World.ts"
import { supplyAt, type WorldPoint } from "../world/WorldPoint.ts"
import { type Desk, sendAnswer } from "./Desk.ts"

/** BRS-037: a supplier changes links at most so many days back. */
const DAYS_BACK_MAX = 21

/** RSM-030: links to Energinet's charges that the supplier makes, changes or stops; RSM-031 tells what holds then. */
export const answerChargeLinks = (desk: Desk, submission: Submission): void => {
  const request = Result.getOrThrow(decodeChargeLinkRequest(submission.body))
  const { processType, sender } = submission
  for (const record of request.records) {
    const point = desk.world.pointOf(record.gsrn)
    const to = { receiver: sender, processType, answers: record.transactionId, gsrn: record.gsrn }
    const codes = point === undefined ? ["E10"] : faultsOf(desk, record, point, sender)
    if (point === undefined || codes.length > 0) {
      sendAnswer(desk, "RejectRequestChangeBillingMasterData", to, codes)
      continue
    }
    sendAnswer(desk, "ConfirmRequestChangeBillingMasterData", to)
    desk.world.linkChanges.set(record.gsrn, [...(desk.world.linkChanges.get(record.gsrn) ?? []), ...record.links])
    const validFrom = Math.min(...record.links.map(({ from }) => from))
    desk.master.sendLinks([point], { receiver: sender, processType, validFrom, answers: record.transactionId })
  }
}

const faultsOf = (
  desk: Desk,
  { links }: ChargeLinkRequestRecord,
  point: WorldPoint,
  sender: string
): ReadonlyArray<string> => {
  const first = midnightFrom(desk.engine.clock.now(), -DAYS_BACK_MAX)
  return [
    ...(links.some(({ charge }) => worldCharge(charge) === undefined) || links.length === 0 ? ["D14"] : []),
    ...(links.some(({ from }) => supplyAt(point, from)?.supplier !== sender) ? ["E16"] : []),
    ...(links.some(({ from }) => from < first) ? ["E17"] : [])
  ]
}
