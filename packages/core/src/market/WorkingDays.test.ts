import { assert, describe, it } from "@effect/vitest"
import { addDays, dayOfWeek, LocalDate, WorkingDays } from "./index.ts"

const date = (text: string): LocalDate => LocalDate.make(text)
const works = (text: string): boolean => WorkingDays.isWorkingDay(date(text))

describe("working days", () => {
  it("leave three whole ones of notice between a request and the first possible date", () => {
    assert.strictEqual(WorkingDays.firstDateAfterNotice(date("2025-01-15"), 3), "2025-01-21")
    assert.strictEqual(WorkingDays.firstDateAfterNotice(date("2025-01-18"), 3), "2025-01-23")
    assert.strictEqual(WorkingDays.firstDateAfterNotice(date("2026-02-12"), 3), "2026-02-18")
  })

  it("skip Easter, whenever it falls", () => {
    const easters: Record<number, string> = {
      2000: "2000-04-23",
      2008: "2008-03-23",
      2011: "2011-04-24",
      2018: "2018-04-01",
      2019: "2019-04-21",
      2023: "2023-04-09",
      2024: "2024-03-31",
      2025: "2025-04-20",
      2026: "2026-04-05",
      2027: "2027-03-28",
      2038: "2038-04-25"
    }
    for (const [year, easter] of Object.entries(easters)) {
      assert.strictEqual(WorkingDays.easterSunday(Number(year)), easter)
      for (const days of [-3, -2, 1]) assert.isFalse(works(addDays(date(easter), days)), `${easter} ${days}`)
      for (const days of [-4, 2]) assert.isTrue(works(addDays(date(easter), days)), `${easter} ${days}`)
    }
  })

  it("knew Great Prayer Day until 2023", () => {
    assert.isFalse(works("2023-05-05"))
    assert.isTrue(works("2024-04-26"))
    assert.isTrue(works("2025-05-16"))
    // The other days that Easter moves were free then as they are now.
    for (const free of ["2023-05-18", "2023-05-19", "2023-05-29"]) assert.isFalse(works(free), free)
    for (const busy of ["2023-05-04", "2023-05-17", "2023-05-22", "2023-05-30"]) assert.isTrue(works(busy), busy)
  })

  it("leave out what the market leaves out besides public holidays", () => {
    for (const free of [
      "2025-05-29",
      "2025-05-30",
      "2025-06-09",
      "2025-06-05",
      "2025-12-24",
      "2025-12-25",
      "2025-12-26",
      "2025-12-31",
      "2026-01-01"
    ]) {
      assert.isFalse(works(free), free)
    }
    for (const busy of ["2025-05-01", "2025-12-23", "2025-12-29", "2026-01-02", "2025-06-06"])
      assert.isTrue(works(busy), busy)
  })

  it("are never Saturdays or Sundays", () => {
    for (let day = date("2024-12-01"); day < "2026-02-01"; day = addDays(day, 1)) {
      if (dayOfWeek(day) >= 6) assert.isFalse(works(day), day)
    }
  })

  it("are counted from the day after", () => {
    assert.strictEqual(WorkingDays.addWorkingDays(date("2025-01-17"), 0), "2025-01-17")
    assert.strictEqual(WorkingDays.addWorkingDays(date("2025-01-17"), 1), "2025-01-20")
    assert.strictEqual(WorkingDays.addWorkingDays(date("2025-12-23"), 1), "2025-12-29")
    assert.strictEqual(WorkingDays.addWorkingDays(date("2025-04-16"), 1), "2025-04-22")
  })

  it("are data: other rules give other days, and none hold before the first", () => {
    const rules = [{ validFrom: "2025-01-01", fixedDays: ["05-01"], daysAfterEaster: [] }]
    assert.isFalse(WorkingDays.isWorkingDay(date("2025-05-01"), rules))
    assert.isTrue(WorkingDays.isWorkingDay(date("2025-12-24"), rules))
    assert.isTrue(WorkingDays.isWorkingDay(date("2024-05-01"), rules))
  })
})
