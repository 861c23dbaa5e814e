import { Data } from "effect"
import { formatPeriod, type Validity } from "../market/index.ts"

/** Prices that cannot be recorded, because they are not whole, claim the same time twice or do not fit their charge. */
export class PricesRefused extends Data.TaggedError("PricesRefused")<
  Validity & {
    /** Key of the charge, or `spot DK1`. */
    readonly charge: string
    readonly reason: string
  }
> {
  override get message(): string {
    return `Prices of ${this.charge} were not recorded: ${formatPeriod(this)}: ${this.reason}`
  }
}
