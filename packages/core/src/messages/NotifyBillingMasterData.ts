import type { Result } from "effect"
import type { ChargeLink } from "../charges/index.ts"
import { type CimHeader, headerJson } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { decodeRecords } from "./cimSchema.ts"
import type { JsonObject } from "./json.ts"
import type { Skipped } from "./Skipped.ts"
import { linkRecordJson, linksOfRecord, WireLinkRecord } from "./wireChargeLink.ts"

const NAME = "NotifyBillingMasterData"

/** What one RSM-031 document holds. */
export interface ChargeLinkData {
  readonly header: CimHeader
  /**
   * In the order of the document. A link whose `to` equals its `from` is a stop: the charge no longer applies from that
   * day on. {@link applyLinks} brings them into what is known already.
   */
  readonly links: ReadonlyArray<ChargeLink>
  /** Links to charges of a type that we do not know. */
  readonly skipped: ReadonlyArray<Skipped>
}

/**
 * Decodes RSM-031, charge links (process D17): JSON text or the parsed value. `factor` is the link's quantity, a whole
 * number from 1; a tariff always counts once (BRS-037) and may come without. `terminationDate` is exclusive. Fails with
 * every fault of the document.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeChargeLinks } from "@datahub-settlement/core"
 *
 * const refused = decodeChargeLinks("{")
 * Result.isFailure(refused) && refused.failure.path // => "line 1, column 2"
 */
export const decodeChargeLinks = (input: unknown): Result.Result<ChargeLinkData, CimError> =>
  decodeRecords(input, NAME, WireLinkRecord, (records, header, { faults, path }) => {
    const skipped: Array<Skipped> = []
    const links = records.flatMap((record, index) => linksOfRecord(record, { path: [...path, index], faults, skipped }))
    return { header, links, skipped }
  })

/** RSM-031 as JSON, the way DataHub writes it: one record a metering point. For simulators and tests. */
export const encodeChargeLinks = ({
  header,
  links
}: {
  readonly header: CimHeader
  readonly links: ReadonlyArray<ChargeLink>
}): JsonObject => ({
  [`${NAME}_MarketDocument`]: {
    ...headerJson(header),
    MktActivityRecord: [...Map.groupBy(links, (link) => link.gsrn)].map(([gsrn, ofPoint], index) =>
      linkRecordJson(`${header.messageId}-${index + 1}`.slice(-36), gsrn, ofPoint)
    )
  }
})
