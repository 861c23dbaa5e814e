import { Schema } from "effect"

const text = (description: string) => Schema.optionalKey(Schema.String.annotate({ description }))
const yesOrNo = (description: string) => Schema.optionalKey(Schema.Boolean.annotate({ description }))

/** Where a metering point or a contact is, as far as it is known. */
export const Address = Schema.Struct({
  streetCode: text("Code of the street, 4 digits"),
  streetName: text("Name of the street"),
  number: text("Number of the house, with its letter"),
  floor: text("Floor, st or 1"),
  suite: text("Door, tv or 2"),
  cityCode: text("Code of the municipality"),
  city: text("Name of the city"),
  section: text("Additional city name"),
  country: text("Country, DK; Denmark without it"),
  postalCode: text("Postal code, 5000"),
  poBox: text("PO box"),
  addressId: text("Id in the register of addresses (DAR)")
}).annotate({ identifier: "Address", description: "Where it is, as far as it is known" })

/** How a customer is reached about a metering point. */
const Contact = Schema.Struct({
  type: Schema.String.annotate({
    description: "D01 technical, about the metering point; D04 legal, about the contract"
  }),
  name: text("Who is reached"),
  attention: text("The person within an organisation"),
  phone: text("Telephone number"),
  mobile: text("A second number"),
  email: text("Address for mails"),
  protectedAddress: yesOrNo("Not to be shown to others"),
  address: Schema.optionalKey(Address)
}).annotate({ identifier: "Contact", description: "How the customer is reached" })

/** The number of a company, or that of a person, which is passed on and kept nowhere. */
export const customerNumbers = {
  cvr: text("Number of a company, 8 digits; this or cpr"),
  cpr: text("Number of a person, 10 digits: passed on to DataHub and kept nowhere")
}

const customerFields = {
  name: Schema.String.annotate({ description: "Name of the customer" }),
  ...customerNumbers,
  secondName: text("The second of two customers; an empty text ends that relation"),
  secondCvr: text("Number of the second one, a company"),
  secondCpr: text("Number of the second one, a person: passed on to DataHub and kept nowhere"),
  protectedName: yesOrNo("The names are not to be shown to others")
}

/** Complete customer data, as RSM-027 carries them. */
export const CustomerData = Schema.Struct({
  ...customerFields,
  contacts: Schema.Array(Contact).annotateKey({ description: "A technical contact (D01) and a legal one (D04)" })
}).annotate({ identifier: "CustomerData", description: "Complete data of a customer: what is left out is gone" })

/** A customer in a file, where a sign-up needs no contacts. */
export const CustomerFile = Schema.Struct({
  ...customerFields,
  contacts: Schema.optionalKey(Schema.Array(Contact))
})
