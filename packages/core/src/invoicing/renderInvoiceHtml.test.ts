import { describe, expect, it } from "vitest"
import { LocalDate } from "../market/index.ts"
import { invoiceOf } from "./invoiceOf.ts"
import { renderInvoiceHtml } from "./renderInvoiceHtml.ts"
import { testCustomer, testHold, testOwners, testPoint, testSeller } from "../../test/invoicing/testInvoice.ts"

const invoice = invoiceOf({
  seller: testSeller,
  customer: testCustomer,
  points: [testPoint()],
  ownerNames: testOwners,
  issuedOn: LocalDate.make("2025-11-04")
})
const html = renderInvoiceHtml(invoice)

/** Texts of all elements of a kind, without what is inside them. */
const textsOf = (tag: string, page = html): ReadonlyArray<string> =>
  Array.from(page.matchAll(new RegExp(`<${tag}[^>]*>(.*?)</${tag}>`, "gs")), ([, inner]) =>
    inner!
      .replaceAll(/<[^>]*>/g, " ")
      .replaceAll("&#38;", "&")
      .replaceAll("&#60;", "<")
      .replaceAll("&#62;", ">")
      .trim()
  )

describe("renderInvoiceHtml", () => {
  it("shows the lines, the sums and what is to be paid, in Danish", () => {
    expect(textsOf("summary")).toEqual([
      "Strøm, Spot & Mere",
      "Solgt strøm til spotpris",
      "Abonnement, Spot & Mere",
      "Netabonnement",
      "Rykker  uden moms",
      "Nettarif <C>",
      "Systemtarif",
      "Elafgift"
    ])
    expect(textsOf("tfoot")[0]!.replaceAll(/\s+/g, " ")).toBe(
      "I alt uden moms 419,48 Moms 25 % 54,87 I alt med moms 474,35"
    )
    expect(textsOf("strong")).toEqual(["474,35 kr."])
    expect(html).toContain('<html lang="da">')
    expect(html).toContain("<td>−4,80</td>")
  })

  it("is English when asked", () => {
    const english = renderInvoiceHtml(invoice, { lang: "en" })
    expect(english).toContain('<html lang="en">')
    expect(textsOf("tfoot", english)[0]!.replaceAll(/\s+/g, " ")).toBe(
      "Total without VAT 419.48 VAT 25 % 54.87 Total with VAT 474.35"
    )
    expect(english).toContain("4 Nov 2025")
    expect(english).not.toMatch(/Forbrug|Elregning|målepunkt/i)
  })

  it("explains each segment of each line", () => {
    const whys = textsOf("details").map((text) => text.replaceAll(/\s+/g, " "))
    expect(whys[5]).toBe(
      "Nettarif <C> 20. okt. 2025 – 26. okt. 2025 Samme pris hele døgnet: 77,500 kWh × 0,2000 kr. = 15,500000 kr. " +
        "Prisen gælder 1. jan. 2025 – 26. okt. 2025. Regnet ud fra 289 målinger, heraf 1 anslået, senest registreret 1. nov. 2025 kl. 00:00. " +
        "Eksakt 15,5 kr., afrundet til 15,50 kr. " +
        "27. okt. 2025 – 31. okt. 2025 Samme pris hele døgnet: 55,000 kWh × 0,3000 kr. = 16,500000 kr. Prisen gælder fra 27. okt. 2025. " +
        "Regnet ud fra 289 målinger, heraf 1 anslået, senest registreret 1. nov. 2025 kl. 00:00. Eksakt 16,5 kr., afrundet til 16,50 kr."
    )
  })

  it("escapes every text that comes from outside", () => {
    expect(html).not.toContain("<b>")
    expect(html).not.toContain("<C>")
    expect(html).not.toContain("<Nord>")
    expect(html).not.toContain("M-<1>")
    expect(html).toContain("&#60;b&#62;&#34;Østergård&#34;&#60;/b&#62;")
    expect(html).toContain("Vej &#38; Sti 2")
  })

  it("stands alone: no scripts, nothing fetched", () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|url\(|@import|https?:/i)
  })

  it("is well formed: every element that is opened is closed in order", () => {
    const open: Array<string> = []
    for (const [, slash, tag, closed] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
      if (["meta", "br"].includes(tag!) || closed === "/") continue
      if (slash === "") open.push(tag!)
      else expect(open.pop()).toBe(tag)
    }
    expect(open).toEqual([])
  })

  it("has a table that can be read aloud: headings with their scope", () => {
    expect(html.match(/<th scope="col">/g)).toHaveLength(4)
    expect(html.match(/<th scope="rowgroup"/g)).toHaveLength(4)
    expect(html.match(/<th scope="row"/g)).toHaveLength(3)
  })

  it("draws each day with its figures, marks the long one, and the hours", () => {
    expect(html.match(/<rect class="up"/g)).toHaveLength(12 + 24)
    expect(html.match(/<rect class="down"/g)).toHaveLength(12)
    expect(html).toContain(
      "26. okt. 2025 (25 timer): 12,500 kWh, egenproduktion 2,000 kWh, spotpris, døgnets gennemsnit 0,4000 kr./kWh"
    )
    expect(textsOf("text").filter((text) => text === "25 timer")).toHaveLength(1)
    expect(html.match(/<polyline class="price" points="([^"]*)"/)?.[1]?.split(" ")).toHaveLength(12)
    expect(html).not.toContain("NaN")
  })

  it("tells a credit as one", () => {
    const credit = renderInvoiceHtml({ ...invoice, totalOere: -1234 })
    expect(credit).toContain("Til gode<strong>12,34 kr.</strong>")
  })

  it("is no bill while a metering point of it is on hold", () => {
    expect(html).not.toMatch(/Må ikke sendes|class="(held|mark)"/)
    const page = renderInvoiceHtml({ ...invoice, holds: [testHold] })
    expect(page).toContain(
      "<b>Må ikke sendes: forbrug på målepunkt 571313999000009013 fra 25. okt. 2025 faktureres ikke, før sagen er afgjort.</b>"
    )
    expect(page).toContain("Proces p-1: It was wrong &#38; is not &#60;ours&#62;.")
    expect(textsOf("h1", page)).toEqual(["Opgørelse, tilbageholdt"])
    expect(textsOf("title", page)[0]).toMatch(/^Opgørelse, tilbageholdt 20\. okt/)
    expect(page).toContain('<div class="mark" aria-hidden="true">Må ikke sendes</div>')
    expect(textsOf("strong", page)).toEqual(["474,35 kr."])
    expect(page).not.toMatch(/At betale|Elregning/)
    const credit = renderInvoiceHtml({ ...invoice, totalOere: -47435, holds: [testHold] }, { lang: "en" })
    expect(textsOf("strong", credit)).toEqual(["−474.35 DKK"])
    expect(credit).not.toMatch(/In your favour|Electricity bill/)
  })
})
