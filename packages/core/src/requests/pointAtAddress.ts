import { Data, Effect, Result } from "effect"
import type { Gsrn } from "../market/index.ts"
import type { MeteringPointAddress } from "../metering/index.ts"
import { type LocatedPoint, Portfolio } from "../portfolio/index.ts"

/** No metering point is known at an address, or more than one. */
export class AddressUnclear extends Data.TaggedError("AddressUnclear")<{ readonly found: ReadonlyArray<Gsrn> }> {
  override get message(): string {
    return this.found.length === 0
      ? "No metering point is known at this address: ask the customer for its number, which is on every bill"
      : `${this.found.length} metering points are at this address, ${this.found.join(", ")}: ask for floor and door, or for the number`
  }
}

/** What tells addresses apart; an id of the register of addresses goes before all of it. */
const fields = ["streetName", "number", "floor", "suite", "postalCode"] as const

/**
 * The one metering point at an address that a customer has named, among points that are known: those of the portfolio, or
 * those that DataHub's look-up gave. What the customer did not name tells nothing apart; letters may be small or capital.
 *
 * @example
 * import { Result } from "effect"
 * import { gsrnOf, pointAtAddress } from "@datahub-settlement/core"
 *
 * const home = { streetName: "Havnegade", number: "12", postalCode: "5000" }
 * const points = [
 *   { gsrn: gsrnOf("57131399900000001"), address: { ...home, floor: "1", suite: "tv" } },
 *   { gsrn: gsrnOf("57131399900000002"), address: { ...home, floor: "1", suite: "th" } }
 * ]
 * Result.getOrThrow(pointAtAddress({ ...home, floor: "1", suite: "TV" }, points)) // => "571313999000000010"
 * const unclear = pointAtAddress(home, points)
 * Result.isFailure(unclear) && unclear.failure.found.length // => 2
 */
export const pointAtAddress = (
  wanted: MeteringPointAddress,
  points: ReadonlyArray<LocatedPoint>
): Result.Result<Gsrn, AddressUnclear> => {
  const found = points.filter(({ address }) => address !== undefined && isSame(wanted, address)).map(({ gsrn }) => gsrn)
  return found.length === 1 ? Result.succeed(found[0]!) : Result.fail(new AddressUnclear({ found }))
}

/**
 * The one metering point of the portfolio at an address: of customers that we have or had. DataHub sends nobody the points
 * of others; where a look-up in its portal gave some, `pointAtAddress` chooses among them.
 *
 * @example
 * import { Effect } from "effect"
 * import { findPointAtAddress } from "@datahub-settlement/core"
 * import { memoryStores } from "@datahub-settlement/core/testing"
 *
 * const home = { streetName: "Havnegade", number: "12", postalCode: "5000" }
 * const unclear = Effect.flip(findPointAtAddress(home)).pipe(Effect.provide(memoryStores))
 * Effect.runSync(unclear).message.slice(0, 44) // => "No metering point is known at this address: "
 */
export const findPointAtAddress = Effect.fn("findPointAtAddress")(function* (wanted: MeteringPointAddress) {
  const { addressId, postalCode } = wanted
  const { located } = yield* Portfolio
  const byId = addressId === undefined ? [] : yield* located({ addressId })
  // Master data of older connections may name no id.
  const others = byId.length > 0 || postalCode === undefined ? byId : yield* located({ postalCode })
  return yield* Effect.fromResult(pointAtAddress(wanted, others))
})

const isSame = (wanted: MeteringPointAddress, known: MeteringPointAddress): boolean => {
  if (wanted.addressId !== undefined && known.addressId !== undefined) return wanted.addressId === known.addressId
  const isNamed = wanted.streetName !== undefined && wanted.number !== undefined && wanted.postalCode !== undefined
  return isNamed && fields.every((field) => wanted[field] === undefined || plain(wanted[field]) === plain(known[field]))
}

const plain = (text: string | undefined): string => (text ?? "").trim().toLowerCase()
