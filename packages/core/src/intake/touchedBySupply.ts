import { type Gsrn, LocalDate, MarketCalendar } from "../market/index.ts"
import type { PortfolioPoint, SupplyPeriod } from "../portfolio/index.ts"

/**
 * What is to be settled anew when supply is another than before. Where electric heating is settled by the yearly limit it
 * decides how much of the limit falls to the year's part that is ours (BRS-041): what was settled of that year before the
 * change is touched too, also by a change that lies ahead.
 */
export const touchedBySupply = (
  changed: ReadonlyArray<SupplyPeriod>,
  points: ReadonlyMap<Gsrn, PortfolioPoint>
): ReadonlyArray<SupplyPeriod> =>
  changed.map((part) => {
    const isHeated = points.get(part.gsrn)?.contracts.some(({ electricHeating }) => electricHeating !== undefined)
    return isHeated === true ? { ...part, from: startOfYear(part.from) } : part
  })

const startOfYear = (instant: number): number =>
  MarketCalendar.startOfDay(LocalDate.make(`${MarketCalendar.localDateOf(instant).slice(0, 4)}-01-01`))
