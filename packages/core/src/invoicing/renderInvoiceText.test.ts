import { describe, expect, it } from "vitest"
import { invoiceOf } from "./invoiceOf.ts"
import { renderInvoiceText } from "./renderInvoiceText.ts"
import { testCustomer, testHold, testOwners, testPoint, testSeller } from "../../test/invoicing/testInvoice.ts"

const invoice = invoiceOf({ seller: testSeller, customer: testCustomer, points: [testPoint()], ownerNames: testOwners })

describe("renderInvoiceText", () => {
  it("is a table with its columns in line, also under Danish letters", () => {
    expect(renderInvoiceText(invoice, { lang: "da" })).toBe(`Elregning, 20. okt. 2025 – 31. okt. 2025
Åse <b>"Østergård"</b>, Vej & Sti 2, 9999 By
Målepunkt 571313999000009013, prisområde DK2
  Forbrug                                    144,500 kWh
  Egenproduktion                              24,000 kWh
  Købt efter timenetto                       132,500 kWh
  Solgt overskud                              12,000 kWh

Post                                              Mængde   kr./kWh           kr.
Strøm                                                                      73,45
  Strøm, Spot & Mere                         132,500 kWh    0,5000         66,25
  Solgt strøm til spotpris                    12,000 kWh   −0,4000         −4,80
  Abonnement, Spot & Mere                        12 dage                   12,00
Netselskab Netselskab <Nord>                                              244,00
  Netabonnement                                  12 dage                   12,00
  Rykker                                          2 stk.                  200,00
  Nettarif <C>                               132,500 kWh    0,2415         32,00
Energinet                                                                   6,63
  Systemtarif                                132,500 kWh    0,0500          6,63
Afgifter til staten                                                        95,40
  Elafgift                                   132,500 kWh    0,7200         95,40
────────────────────────────────────────────────────────────────────────────────
I alt uden moms                                                           419,48
Moms 25 %                                                                  54,87
I alt med moms                                                            474,35

! 1 måling på målepunkt 571313999000009013 er anslået (20. okt. 2025 – 31. okt.
  2025). Kommer der målte værdier, efterreguleres regningen.
`)
  })

  it.each([60, 80, 100, 120])("keeps to %i columns", (width) => {
    const rows = renderInvoiceText(invoice, { width, explain: true }).split("\n")
    const widest = Math.max(...rows.map((row) => Array.from(row).length))
    expect(widest).toBeLessThanOrEqual(Math.min(width, 100))
  })

  it("cuts a name that is too long instead of breaking the columns", () => {
    const longName = {
      ...invoice,
      groups: invoice.groups.map((group) => ({
        ...group,
        lines: group.lines.map((line) => ({ ...line, name: "x".repeat(99) }))
      }))
    }
    const rows = renderInvoiceText(longName)
      .split("\n")
      .filter((row) => row.includes("xx"))
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect([Array.from(row).length, row.includes("…")]).toEqual([80, true])
  })

  it("is plain unless colours are asked for", () => {
    expect(renderInvoiceText(invoice)).not.toContain("\u001b")
    const coloured = renderInvoiceText(invoice, { colour: true })
    expect(coloured).toContain("\u001b[1m")
    expect(coloured).toContain("\u001b[33m! 1 reading ")
    expect(
      coloured
        .split("\u001b")
        .map((part, i) => (i === 0 ? part : part.replace(/^\[\d+m/, "")))
        .join("")
    ).toBe(renderInvoiceText(invoice))
  })

  it("explains when asked", () => {
    const explained = renderInvoiceText(invoice, { explain: true })
    expect(explained).toContain("      Margin: 77.500 kWh × 0.1000 DKK = 7.750000 DKK\n")
    expect(renderInvoiceText(invoice)).not.toContain("Margin")
  })

  it("says before everything else that it is on hold, and by which process", () => {
    const text = renderInvoiceText({ ...invoice, holds: [testHold] })
    expect(text.split("\n").slice(0, 5)).toEqual([
      "! Not to be sent: what metering point 571313999000009013 used from 25 Oct 2025",
      "  on is not billed until the case is decided.",
      "! Process p-1: It was wrong & is not <ours>.",
      "",
      "Billing basis, on hold, 20 Oct 2025 – 31 Oct 2025"
    ])
    expect(text).not.toContain("Electricity bill")
    const coloured = renderInvoiceText({ ...invoice, holds: [testHold] }, { colour: true })
    expect(coloured.startsWith("\u001b[31m! Not to be sent")).toBe(true)
    expect(renderInvoiceText(invoice)).toMatch(/^Electricity bill/)
  })
})
