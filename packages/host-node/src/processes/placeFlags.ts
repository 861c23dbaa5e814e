import { findPointAtAddress, type MeteringPointAddress } from "@datahub-settlement/core"
import { Data, Effect, Option } from "effect"
import { Flag } from "effect/cli"

/** Nothing, or not enough, says which metering point is meant. */
class PlaceMissing extends Data.TaggedError("PlaceMissing") {
  override get message(): string {
    return "Name the metering point: --gsrn; or --address-id; or --postal-code, --street and --number, with --floor and --suite where there are several"
  }
}

const text = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.optional)

/** Which metering point: its number, or where it is. */
export const placeFlags = {
  gsrn: text("gsrn", "Metering point, 18 digits; or its address, where it is or was a customer's of ours:"),
  addressId: text("address-id", "Id in the register of addresses (DAR)"),
  postalCode: text("postal-code", "Postal code, 5000"),
  street: text("street", "Name of the street"),
  number: text("number", "Number of the house, with its letter"),
  floor: text("floor", "Floor, st or 1"),
  suite: text("suite", "Door, tv or 2")
}

export type PlaceFlags = Readonly<Record<keyof typeof placeFlags, Option.Option<string>>>

/** The GSRN that is meant. */
export const pointMeant = Effect.fnUntraced(function* (flags: PlaceFlags) {
  if (Option.isSome(flags.gsrn)) return flags.gsrn.value
  const address: MeteringPointAddress = {
    addressId: Option.getOrUndefined(flags.addressId),
    postalCode: Option.getOrUndefined(flags.postalCode),
    streetName: Option.getOrUndefined(flags.street),
    number: Option.getOrUndefined(flags.number),
    floor: Option.getOrUndefined(flags.floor),
    suite: Option.getOrUndefined(flags.suite)
  }
  const { addressId, number, postalCode, streetName } = address
  if (addressId === undefined && [number, postalCode, streetName].includes(undefined)) return yield* new PlaceMissing()
  return yield* findPointAtAddress(address)
})
