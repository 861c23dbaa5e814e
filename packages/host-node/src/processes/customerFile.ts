import type { Customer } from "@datahub-settlement/core"
import { Data, Effect, Option, Schema } from "effect"
import { Flag } from "effect/cli"
import { readFile } from "node:fs/promises"

/** A file with a customer cannot be used. What stands in it is not repeated: it may hold a CPR number. */
class CustomerFileUnusable extends Data.TaggedError("CustomerFileUnusable")<{
  readonly path: string
  readonly reason: string
}> {
  override get message(): string {
    return `The customer in ${this.path} cannot be used: ${this.reason}`
  }
}

/** A number of a person belongs on no command line, where every process list shows it. */
export const customerFlag = Flag.String("customer").pipe(
  Flag.withDescription('JSON file: {"name": …, "cvr": … or "cpr": …}; for customer data with "contacts" too')
)

const text = Schema.optional(Schema.String)
const flag = Schema.optional(Schema.Boolean)

const Address = Schema.Struct({
  streetCode: text,
  streetName: text,
  number: text,
  floor: text,
  suite: text,
  cityCode: text,
  city: text,
  section: text,
  country: text,
  postalCode: text,
  poBox: text,
  addressId: text
})

const CustomerFile = Schema.Struct({
  name: Schema.String,
  cvr: text,
  cpr: text,
  secondName: text,
  secondCvr: text,
  secondCpr: text,
  protectedName: flag,
  contacts: Schema.optional(
    Schema.Array(
      Schema.Struct({
        type: Schema.String,
        name: text,
        attention: text,
        phone: text,
        mobile: text,
        email: text,
        protectedAddress: flag,
        address: Schema.optional(Address)
      })
    )
  )
})

const decode = Schema.decodeUnknownOption(CustomerFile, { onExcessProperty: "error" })

/** Reads a customer; which fields there are, `Customer` of the library says. */
export const readCustomer = Effect.fnUntraced(function* (path: string) {
  const unusable = (reason: string) => new CustomerFileUnusable({ path, reason })
  const body = yield* Effect.tryPromise({
    try: () => readFile(path, "utf8"),
    catch: (error) => unusable(error instanceof Error ? error.message : String(error))
  })
  const json = yield* Effect.try({ try: (): unknown => JSON.parse(body), catch: () => unusable("it is no JSON") })
  const customer = decode(json)
  if (Option.isNone(customer)) {
    return yield* unusable('it needs a "name", and only fields of a customer, each of them a text but "contacts"')
  }
  const { contacts = [], ...rest } = customer.value
  return { ...rest, contacts } satisfies Customer & { readonly name: string }
})
