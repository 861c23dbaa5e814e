import { describe, expect, it } from "vitest"
import * as Core from "../../src/index.ts"
import { documentsPage, namedFunctions } from "./documentTable.ts"

describe("the page about documents", () => {
  it("says what there is for each", async () => {
    await expect(documentsPage()).toMatchFileSnapshot("../../../../docs/messages.md")
  })

  it("names functions that are exported", () => {
    expect([...namedFunctions].filter((name) => !(name in Core))).toEqual([])
  })

  it("leaves out no decoder, encoder or builder of a document", () => {
    const others = /^(?:decode(?:Document|CimHeader|SpotP\w+|ChargePriceList))$|^buildBrs042$/
    const all = Object.keys(Core).filter((name) => /^(?:decode|encode|build)[A-Z]/.test(name) && !others.test(name))
    expect(all.filter((name) => !namedFunctions.has(name))).toEqual([])
  })
})
