import { formatInstant, type Instant } from "@datahub-settlement/core"
import { Data } from "effect"
import type { EnergiDataset } from "./EnergiDataQuery.ts"

interface Asked {
  readonly dataset: EnergiDataset
  readonly url: string
}

/** No request is taken for now, and waiting would last longer than a command should. */
export class EnergiDataRateLimited extends Data.TaggedError("EnergiDataRateLimited")<
  Asked & {
    readonly until: Instant
    readonly attempts: number
  }
> {
  override get message(): string {
    return (
      `Energi Data Service takes no request for ${this.dataset} before ${formatInstant(this.until)} (asked ${times(this.attempts)}). ` +
      "It takes one a minute for each dataset from one address: try again then, and see whether something else asks from here."
    )
  }
}

/** The query is not one that the service answers; asking again gives the same. */
export class EnergiDataQueryRefused extends Data.TaggedError("EnergiDataQueryRefused")<
  Asked & {
    readonly status: number
    /** What the service says, shortened. */
    readonly answer: string
  }
> {
  override get message(): string {
    return `Energi Data Service refused the query for ${this.dataset} with status ${this.status}: ${this.answer || "without a reason"}\n  ${this.url}`
  }
}

/** There is no such dataset at that address. */
export class EnergiDataUnknownDataset extends Data.TaggedError("EnergiDataUnknownDataset")<Asked> {
  override get message(): string {
    return `There is no dataset ${this.dataset} at ${this.url}: check the address of the service, and whether the dataset has another name by now.`
  }
}

/** Fewer or more rows came than the service says there are; none of them is used. */
export class EnergiDataIncomplete extends Data.TaggedError("EnergiDataIncomplete")<
  Asked & {
    /** Rows that match, as the service counts them. */
    readonly total: number
    readonly received: number
    readonly reason: string
  }
> {
  override get message(): string {
    return `The answer of Energi Data Service for ${this.dataset} is not whole: ${this.received} of ${this.total} rows; ${this.reason}. Nothing of it was used.\n  ${this.url}`
  }
}

/** The answer is not what the service is known to send. */
export class EnergiDataUnreadable extends Data.TaggedError("EnergiDataUnreadable")<
  Asked & {
    readonly reason: string
    /** How the answer begins. */
    readonly answer: string
  }
> {
  override get message(): string {
    return `The answer for ${this.dataset} cannot be read: ${this.reason}. It begins with ${JSON.stringify(this.answer)}. Is ${this.url} the service itself, or a proxy in between?`
  }
}

/** The answer is larger than this program takes. */
export class EnergiDataTooLarge extends Data.TaggedError("EnergiDataTooLarge")<Asked & { readonly limit: string }> {
  override get message(): string {
    return `The answer for ${this.dataset} is larger than ${this.limit}: ask for a shorter time or for fewer charges.\n  ${this.url}`
  }
}

/** No answer, or only faults of the service, as often as was asked. */
export class EnergiDataUnreachable extends Data.TaggedError("EnergiDataUnreachable")<
  Asked & {
    readonly attempts: number
    /** What happened last. */
    readonly reason: string
  }
> {
  override get message(): string {
    return `Energi Data Service gave no answer for ${this.dataset}, asked ${times(this.attempts)}: ${this.reason}. Try again later; what was recorded before is kept.\n  ${this.url}`
  }
}

/** All that can go wrong between here and Energi Data Service. */
export type EnergiDataError =
  | EnergiDataRateLimited
  | EnergiDataQueryRefused
  | EnergiDataUnknownDataset
  | EnergiDataIncomplete
  | EnergiDataUnreadable
  | EnergiDataTooLarge
  | EnergiDataUnreachable

const times = (count: number): string => (count === 1 ? "once" : `${count} times`)
