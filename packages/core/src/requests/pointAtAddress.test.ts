import { describe, expect, it } from "@effect/vitest"
import { Result } from "effect"
import { gsrnOf } from "../market/index.ts"
import { pointAtAddress } from "./pointAtAddress.ts"

const first = gsrnOf("57131399900000001")
const second = gsrnOf("57131399900000002")
const street = { streetName: "Havnegade", number: "12", postalCode: "5000" }
const points = [
  { gsrn: first, address: { ...street, floor: "1", addressId: "a" } },
  { gsrn: second, address: { ...street, floor: "2", addressId: "b" } },
  { gsrn: gsrnOf("57131399900000003") }
]

const at = (wanted: Parameters<typeof pointAtAddress>[0]) =>
  Result.match(pointAtAddress(wanted, points), { onSuccess: (gsrn) => [gsrn], onFailure: ({ found }) => found })

describe("the metering point at an address", () => {
  it("is the one that all that was named fits", () => {
    expect(at({ ...street, streetName: " havnegade", floor: "2" })).toEqual([second])
    expect(at({ addressId: "a" })).toEqual([first])
    expect(at({ ...street, floor: "2", addressId: "a" })).toEqual([first])
  })

  it("is not guessed", () => {
    expect(Result.isFailure(pointAtAddress(street, points))).toBe(true)
    expect(at(street)).toEqual([first, second])
    expect(at({ ...street, number: "13" })).toEqual([])
    expect(at({ streetName: "Havnegade", floor: "1" })).toEqual([])
    expect(at({})).toEqual([])
  })
})
