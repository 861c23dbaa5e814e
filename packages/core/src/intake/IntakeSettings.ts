import { Context } from "effect"
import type { Gln, PriceArea } from "../market/index.ts"
import type { CorrectionForm, correctionForms } from "../messages/index.ts"

/** What the handling of messages, and the making of requests, has to be told: no message says it. */
export class IntakeSettings extends Context.Service<
  IntakeSettings,
  {
    /** Who we are: a message for someone else is not used. */
    readonly gln: Gln
    /** The price area of a grid area, `priceAreaOfGridArea` where nothing else is known. */
    readonly priceAreaOf: (gridArea: string) => PriceArea | undefined
    /** Whether the bytes of readings are kept too. The ledger holds all that they say; the bytes are many times as large. */
    readonly keepsReadings: boolean
    /** How a wrong switch and a wrong move are reported, where not as `correctionForms` says. */
    readonly correctionForms?: Partial<Readonly<Record<keyof typeof correctionForms, CorrectionForm>>> | undefined
  }
>()("@datahub-settlement/core/IntakeSettings") {}
