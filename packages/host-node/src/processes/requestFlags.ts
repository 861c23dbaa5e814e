import { LocalDate } from "@datahub-settlement/core"
import { Flag } from "effect/cli"

export const gsrnFlag = Flag.String("gsrn").pipe(Flag.withDescription("Metering point, 18 digits"))

/** A Danish day. */
export const dateFlag = (what: string) =>
  Flag.String("date").pipe(Flag.withSchema(LocalDate), Flag.withDescription(`${what}, 2026-01-01`))

export const periodFlags = {
  from: Flag.String("from").pipe(Flag.withSchema(LocalDate), Flag.withDescription("First Danish day, 2026-01-01")),
  to: Flag.String("to").pipe(
    Flag.withSchema(LocalDate),
    Flag.withDescription("First Danish day no longer meant, 2026-02-01")
  )
}
