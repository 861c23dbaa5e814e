import type { Gsrn, Instant, MeteringPointType, Resolution } from "../market/index.ts"

/** A metering point that belongs to another one, or that another one belongs to. */
export interface RelatedMeteringPoint {
  readonly gsrn: Gsrn
  /** Type code (D14, D15, E18 …), where the message says it. */
  readonly type?: MeteringPointType | undefined
}

/** Where a metering point is; every part may be absent. */
export interface MeteringPointAddress {
  readonly streetCode?: string | undefined
  readonly streetName?: string | undefined
  readonly number?: string | undefined
  readonly floor?: string | undefined
  readonly suite?: string | undefined
  readonly cityCode?: string | undefined
  readonly city?: string | undefined
  /** Additional city name ("supplerende bynavn"). */
  readonly section?: string | undefined
  readonly country?: string | undefined
  readonly postalCode?: string | undefined
  readonly poBox?: string | undefined
  /** Id of the address in the register of addresses. */
  readonly addressId?: string | undefined
  /** Whether this is the actual address, not one nearby. */
  readonly isActual?: boolean | undefined
}

/** A quantity with its unit, as sent: capacity in kW, current in AMP. */
export interface RatedQuantity {
  readonly value: string
  readonly unit?: string | undefined
}

/** What the grid company expects of a year. */
export interface EstimatedVolume {
  readonly product: string
  readonly unit: string
  readonly quantity: number
}

/**
 * Master data of a metering point ("stamdata", RSM-022) from an instant on, until the next version. Codes are carried as
 * they came, known or not; which price area applies is not among them: the grid area decides.
 */
export interface MeteringPointMasterData {
  readonly gsrn: Gsrn
  /** From when these data hold. */
  readonly validFrom: Instant
  readonly type?: MeteringPointType | undefined
  readonly gridArea?: string | undefined
  /** Grid areas between which an exchange point lies. */
  readonly fromGridArea?: string | undefined
  readonly toGridArea?: string | undefined
  /** How long one reading lasts ("read cycle"): PT15M, PT1H; others are carried. */
  readonly resolution?: Resolution | (string & {}) | undefined
  /** D01 flex, E02 hourly; only consumption points have one, and it is being phased out. */
  readonly settlementMethod?: string | undefined
  /** D01 physical, D02 virtual, D03 calculated. */
  readonly meteringMethod?: string | undefined
  /** D03 new, E22 connected, E23 disconnected, D02 closed down. */
  readonly connectionState?: string | undefined
  /** `0`, `1`, `2`, `3`, `6`, `99`: how own production is netted. */
  readonly netSettlementGroup?: string | undefined
  /** Month and day of the next reading, `--MM-DD`: when the settlement year of group 6 begins. */
  readonly nextReadingDate?: string | undefined
  /** D01 direct, D02 installation. */
  readonly connectionType?: string | undefined
  /** D01 remote, D02 manual. */
  readonly disconnectionMethod?: string | undefined
  /** Technology of a plant. */
  readonly assetType?: string | undefined
  readonly productionObligation?: boolean | undefined
  readonly physicalCapacity?: RatedQuantity | undefined
  readonly contractedCapacity?: RatedQuantity | undefined
  readonly ratedCurrent?: RatedQuantity | undefined
  readonly meterId?: string | undefined
  /** GLN of the grid company. */
  readonly gridCompany?: string | undefined
  /** GLN of the supplier, and since when it supplies. */
  readonly supplier?: string | undefined
  readonly supplyStart?: Instant | undefined
  readonly parent?: RelatedMeteringPoint | undefined
  readonly children: ReadonlyArray<RelatedMeteringPoint>
  /** Points linked to it that are neither parent nor child. */
  readonly linked?: string | undefined
  readonly estimatedAnnualVolumes: ReadonlyArray<EstimatedVolume>
  readonly description?: string | undefined
  readonly address?: MeteringPointAddress | undefined
}
