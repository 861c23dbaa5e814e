import { Schema } from "effect"
import type { MeteringPointAddress } from "../metering/index.ts"
import type { JsonObject } from "./json.ts"
import { present } from "./present.ts"
import { filled } from "./wireJson.ts"

const text = Schema.optional(Schema.String)

/** `mainAddress`: every part may be absent. */
export const WireAddress = Schema.Struct({
  streetDetail: Schema.optional(
    Schema.Struct({ code: text, name: text, number: text, floorIdentification: text, suiteNumber: text })
  ),
  townDetail: Schema.optional(Schema.Struct({ code: text, name: text, section: text, country: text })),
  postalCode: text,
  poBox: text
})

/** The address; its id in the register of addresses stands beside `mainAddress` on the wire. */
export const addressOf = (
  wire: typeof WireAddress.Type | undefined,
  addressId: string | undefined
): MeteringPointAddress | undefined => {
  const { poBox, postalCode, streetDetail, townDetail } = wire ?? {}
  return filled({
    streetCode: streetDetail?.code,
    streetName: streetDetail?.name,
    number: streetDetail?.number,
    floor: streetDetail?.floorIdentification,
    suite: streetDetail?.suiteNumber,
    cityCode: townDetail?.code,
    city: townDetail?.name,
    section: townDetail?.section,
    country: townDetail?.country,
    postalCode,
    poBox,
    addressId
  })
}

/** `mainAddress`, or `undefined` when only the id is known, or nothing. */
export const mainAddressJson = (address: MeteringPointAddress): JsonObject | undefined =>
  filled({
    streetDetail: filled({
      code: address.streetCode,
      name: address.streetName,
      number: address.number,
      floorIdentification: address.floor,
      suiteNumber: address.suite
    }),
    townDetail: filled({
      code: address.cityCode,
      name: address.city,
      section: address.section,
      country: address.country
    }),
    ...present({ postalCode: address.postalCode, poBox: address.poBox })
  })
