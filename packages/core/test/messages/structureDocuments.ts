import { expect } from "@effect/vitest"
import { Result } from "effect"
import fc from "fast-check"
import { Gln, gsrnOf } from "../../src/market/index.ts"
import { checkDigit } from "../../src/market/gs1.ts"
import type { CimError } from "../../src/messages/CimError.ts"
import type { CimHeader } from "../../src/messages/CimHeader.ts"
import type { JsonObject } from "../../src/messages/json.ts"
import type { Customer } from "../../src/portfolio/index.ts"

export const gsrn = gsrnOf("57131399900000001")
export const supplier = Gln.make("5790009990017")
export const point = { codingScheme: "A10", value: "571313999000000010" }

/** The wire form of a document that a supplier sends, with these records. */
export const sent = (name: string, processType: string, type: string, records: unknown, more: object = {}) => ({
  [`${name}_MarketDocument`]: {
    mRID: "a0010000-0000-4000-8000-000000000001",
    "businessSector.type": { value: "23" },
    createdDateTime: "2025-05-05T10:00:00Z",
    "process.processType": { value: processType },
    ...more,
    "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: "5790001330552" },
    "receiver_MarketParticipant.marketRole.type": { value: "DDZ" },
    "sender_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990017" },
    "sender_MarketParticipant.marketRole.type": { value: "DDQ" },
    type: { value: type },
    MktActivityRecord: records
  }
})

/** The wire form of a document that DataHub sends. */
export const received = (name: string, processType: string, type: string, records: unknown, more: object = {}) => ({
  [`${name}_MarketDocument`]: {
    mRID: "b0010000000040008000000000000003",
    "businessSector.type": { value: "23" },
    createdDateTime: "2025-05-05T10:00:40Z",
    "process.processType": { value: processType },
    ...more,
    "receiver_MarketParticipant.mRID": { codingScheme: "A10", value: "5790009990017" },
    "receiver_MarketParticipant.marketRole.type": { value: "DDQ" },
    "sender_MarketParticipant.mRID": { codingScheme: "A10", value: "5790001330552" },
    "sender_MarketParticipant.marketRole.type": { value: "DDZ" },
    type: { value: type },
    ...(records === undefined ? {} : { MktActivityRecord: records })
  }
})

type Decode<A> = (input: unknown) => Result.Result<A, CimError>

export const refusal = (decode: Decode<unknown>, document: unknown): CimError =>
  Result.getOrThrow(Result.flip(decode(document)))

/**
 * That a document reads to these records, as text and parsed, tolerates keys that nobody knows, and is written back as
 * it came.
 */
export const expectReads = <A extends { readonly records: unknown }>(
  decode: Decode<A>,
  encode: (value: A) => JsonObject,
  document: JsonObject,
  records: A["records"]
): A => {
  const value = Result.getOrThrow(decode(document))
  expect(value.records).toEqual(records)
  expect(Result.getOrThrow(decode(JSON.stringify(document)))).toEqual(value)
  expect(Result.getOrThrow(decode(withUnknownKeys(document)))).toEqual(value)
  expect(encode(value)).toEqual(document)
  return value
}

const withUnknownKeys = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(withUnknownKeys)
    : typeof value === "object" && value !== null
      ? {
          ...Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withUnknownKeys(inner)])),
          ...(Object.keys(value).some((key) => key.endsWith("_MarketDocument"))
            ? {}
            : { "not.known": { value: "yet" } })
        }
      : value

/** That every such value is read back as it was written. */
export const expectReadsBack = <A>(
  decode: Decode<A>,
  encode: (value: A) => JsonObject,
  values: fc.Arbitrary<A>
): void => {
  fc.assert(
    fc.property(values, (value) => {
      expect(Result.getOrThrow(decode(JSON.stringify(encode(value))))).toEqual(value)
    })
  )
}

export const texts = fc.string({ minLength: 1, maxLength: 20 })
/** Whole seconds from 1970 to 2096. */
export const instants = fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000)
export const gsrns = fc
  .integer({ min: 0, max: 9_999_999 })
  .map((id) => gsrnOf(`5713139990${String(id).padStart(7, "0")}`))
export const glns = fc.integer({ min: 0, max: 99_999 }).map((id) => {
  const digits = `5790009${String(id).padStart(5, "0")}`
  return Gln.make(digits + checkDigit(digits))
})

const participants = fc.record({ id: texts, role: texts })

export const headers: fc.Arbitrary<CimHeader> = fc.record(
  {
    messageId: texts,
    createdAt: instants,
    processType: fc.constantFrom("E03", "E65", "D29", "E20", "E66", "D33", "D07", "E34", "D20", "D17", "X9"),
    type: texts,
    sender: participants,
    receiver: participants,
    reasonCode: fc.constantFrom("X1", "X2")
  },
  { requiredKeys: ["messageId", "createdAt", "processType", "type", "sender", "receiver"] }
)

/** Records in a document. */
export const documents = <A>(records: fc.Arbitrary<A>) =>
  fc.record({ header: headers, records: fc.array(records, { maxLength: 3 }) })

const addresses = fc.record(
  {
    streetCode: texts,
    streetName: texts,
    number: texts,
    floor: texts,
    suite: texts,
    cityCode: texts,
    city: texts,
    section: texts,
    country: texts,
    postalCode: texts,
    poBox: texts,
    addressId: texts
  },
  { requiredKeys: ["addressId"] }
)

const contacts = fc.record(
  {
    type: fc.constantFrom("D01", "D04", "X3"),
    name: fc.string(),
    attention: texts,
    phone: texts,
    mobile: texts,
    email: texts,
    protectedAddress: fc.boolean(),
    address: addresses
  },
  { requiredKeys: ["type"] }
)

/** One number at most for each of the two, as there is on the wire. */
export const customers: fc.Arbitrary<Customer> = fc
  .tuple(
    fc.constantFrom({}, { cvr: "12345678" }, { cpr: "0101701234" }),
    fc.constantFrom({}, { secondCvr: "87654321" }, { secondCpr: "3112991234" }, { secondCpr: "" }),
    fc.record(
      {
        name: fc.string(),
        secondName: fc.string(),
        protectedName: fc.boolean(),
        contacts: fc.array(contacts, { maxLength: 3 }),
        electricHeating: fc.boolean(),
        electricHeatingFrom: instants
      },
      { requiredKeys: ["contacts"] }
    )
  )
  .map(([first, second, rest]) => ({ ...rest, ...first, ...second }))
