import { BigNumber } from "bignumber.js"
import { describe, expect, it } from "vitest"
import { LocalDate, MarketCalendar } from "../market/index.ts"
import { amountText, dateText, decimalText, energyText, instantText, periodText, priceText } from "./invoiceText.ts"

const day = (date: string): number => MarketCalendar.startOfDay(LocalDate.make(date))

describe("numbers", () => {
  it.each([
    ["0", "0", "0"],
    ["999", "999", "999"],
    ["1000", "1.000", "1,000"],
    ["1234567.89", "1.234.567,89", "1,234,567.89"],
    ["-1234.50", "−1.234,50", "−1,234.50"],
    ["0.123456", "0,123456", "0.123456"]
  ])("%s", (text, danish, english) => {
    expect(decimalText(text, "da")).toBe(danish)
    expect(decimalText(text, "en")).toBe(english)
  })

  it("amounts, energy and prices", () => {
    expect(amountText(-5, "da")).toBe("−0,05")
    expect(amountText(123_456, "da")).toBe("1.234,56")
    expect(energyText(1_234_567, "da")).toBe("1.234,567")
    expect(energyText(1_234_567, "da", 1)).toBe("1.234,6")
    expect(priceText(new BigNumber("0.92345"), "da")).toBe("0,9235")
  })
})

describe("dates", () => {
  it("a period names its first and last day, a day only itself", () => {
    expect(periodText({ from: day("2025-10-01"), to: day("2025-11-01") }, "da")).toBe("1. okt. 2025 – 31. okt. 2025")
    expect(periodText({ from: day("2025-10-26"), to: day("2025-10-27") }, "en")).toBe("26 Oct 2025")
    expect(periodText({ from: day("2025-10-26") }, "en")).toBe("26 Oct 2025")
    expect(dateText(LocalDate.make("2026-05-09"), "da")).toBe("9. maj 2026")
  })

  it("an instant is told in Danish wall-clock time", () => {
    expect(instantText(Date.parse("2025-07-01T22:30:00Z"), "da")).toBe("2. jul. 2025 kl. 00:30")
    expect(instantText(Date.parse("2025-01-01T22:30:00Z"), "en")).toBe("1 Jan 2025 23:30")
  })
})
