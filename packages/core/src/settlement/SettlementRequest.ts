import type { Charge, ChargeKey, ChargeLink, ProductTerms, SpotPrices, Tariff } from "../charges/index.ts"
import type { Gsrn, Instant, Period, PriceArea, Validity } from "../market/index.ts"
import type { MeteringSeries } from "../metering/index.ts"
import type { Wh } from "../quantity/index.ts"

/** The metering point that is billed: a consumption point (E17), whose child points follow it. */
export interface SettledMeteringPoint {
  readonly gsrn: Gsrn
  readonly priceArea: PriceArea
}

/**
 * What the customer produces (solar), by the readings of another metering point of the same installation.
 *
 * `hourly`: production is netted against consumption hour by hour; what is drawn net carries energy, tariffs and tax,
 * what is left over is credited at spot. `none`: both are settled as measured and all production is credited at spot —
 * what DataHub's own series (E17 from grid, E18 to grid) call for.
 */
export interface Production {
  readonly gsrn: Gsrn
  readonly netting: "hourly" | "none"
  /** When there is production, between Danish midnights; without it throughout. Other times are settled as without it. */
  readonly periods?: ReadonlyArray<Validity> | undefined
}

/** The kWh that carry the full electricity tax in one settlement year (or the part of it with electric heating). */
export interface HeatingAllowance extends Period {
  /** 4,000 kWh for a whole year; a part of a year has its share by days. */
  readonly limitWh: Wh
  /** Of it used before the settled period begins. */
  readonly usedBeforeWh: Wh
}

/**
 * Electric heating ("elvarme") settled by the yearly limit: the full tax up to it, the reduced one above, the reading
 * that crosses split exactly. For periods in which DataHub sends the D14 series instead, leave this out and pass the
 * child's readings and links: its linked tariffs then price it like any other series.
 */
export interface ElectricHeating {
  /** One for each settlement year that the period meets; they do not overlap. */
  readonly allowances: ReadonlyArray<HeatingAllowance>
  /** The tax whose price falls above the limit. */
  readonly tax: ChargeKey
  /** What a kWh above the limit carries instead: EA-002. */
  readonly reduced: Tariff
}

/**
 * All that one settlement of one metering point is made of: plain data, so that the same request gives the same lines
 * for ever. `charges` and `spotPrices` are shared by many points: pass the same array and object for all of them, and
 * what the engine derives from them is derived once.
 */
export interface SettlementRequest {
  readonly meteringPoint: SettledMeteringPoint
  /** Local midnights, half-open, at most {@link PERIOD_DAYS_MAX} days. */
  readonly period: Period
  /** When we supply the point; without it, throughout the period. */
  readonly supply?: ReadonlyArray<Validity> | undefined
  /**
   * Readings inside the period but outside our supply are an error ("refuse"), unless "clip" says that they are
   * expected, as in a correction that covers more than our part.
   */
  readonly outsideSupply?: "refuse" | "clip" | undefined
  /**
   * Series of the point itself, of its production and of its child points, in any order and with every correction:
   * the newest registration wins. Series of other points, and times outside the period, are left alone.
   */
  readonly readings: ReadonlyArray<MeteringSeries>
  readonly production?: Production | undefined
  readonly spotPrices: SpotPrices
  readonly charges: ReadonlyArray<Charge>
  /** Links of the point and of its child points: each is priced on the readings of its own GSRN. */
  readonly links: ReadonlyArray<ChargeLink>
  readonly product: ReadonlyArray<ProductTerms>
  readonly electricHeating?: ElectricHeating | undefined
  /** Readings registered later are not seen: an old result comes out again as it was. */
  readonly asOf?: Instant | undefined
}

/** A little more than three years, the longest that DataHub lets a correction reach back. */
export const PERIOD_DAYS_MAX = 1200
