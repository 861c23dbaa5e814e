import type { CustomerDataDraft, Instant, SignUp } from "@datahub-settlement/core"
import { spotProductOf } from "@datahub-settlement/core/testing"
import type { CastPoint } from "./processWorld.ts"

const balanceResponsible = "5790009990024"

const { from: _, ...terms } = spotProductOf({ margin: "0.05" })

const numberOf = ({ customerCpr: cpr, customerCvr: cvr }: CastPoint) => (cvr === undefined ? { cpr } : { cvr })

/** The point's own customer changes to us, on a spot product. */
export const switchOf = (point: CastPoint, startAt: Instant): SignUp => ({
  gsrn: point.gsrn,
  startAt,
  customer: "lives there",
  name: point.customerName,
  ...numberOf(point),
  balanceResponsible,
  contract: { terms }
})

/** Somebody new moves in. */
export const moveInOf = ({ gsrn }: CastPoint, startAt: Instant): SignUp => ({
  gsrn,
  startAt,
  customer: "moves in",
  name: "Nordlys Bageri ApS",
  cvr: "30123456",
  balanceResponsible,
  contract: { terms }
})

export const customerDataOf = ({ customer, gsrn, startAt, ...wish }: SignUp): CustomerDataDraft => ({
  reason: customer === "lives there" ? "E03" : "E65",
  gsrn,
  startAt,
  customer: {
    name: wish.name,
    ...(wish.cvr === undefined ? { cpr: wish.cpr } : { cvr: wish.cvr }),
    protectedName: false,
    contacts: ["D01", "D04"].map((type) => ({
      type,
      name: wish.name,
      address: {
        streetName: "Havnegade",
        number: "1",
        postalCode: "5000",
        city: "Odense C",
        country: "DK",
        addressId: "0a3f50b8-3412-32b8-e044-0003ba298018",
        streetCode: "2824",
        cityCode: "461"
      }
    }))
  }
})
