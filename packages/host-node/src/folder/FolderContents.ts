import type {
  ChargeLink,
  CimHeader,
  Gsrn,
  Instant,
  MeteringPointMasterData,
  MeteringSeries,
  PriceListData,
  SpotPoint
} from "@datahub-settlement/core"
import type { FolderNotice, FolderProblem } from "./FolderProblem.ts"
import type { ProductFile, SettlementFile } from "./SettlementFile.ts"

/** A document with the file that it came from. */
export interface FromFile<A> {
  readonly file: string
  readonly value: A
}

/** Links of one RSM-031 document; the order of their making decides, not the order of the files. */
export interface DatedLinks {
  readonly header: CimHeader
  readonly links: ReadonlyArray<ChargeLink>
}

/** Master data of one RSM-022 record. */
export interface DatedMasterData {
  readonly createdAt: Instant
  readonly masterData: MeteringPointMasterData
}

/** All that a folder's files say, decoded, in growing lists: one file after the other is added to it. */
export interface FolderContents {
  readonly settings: Array<FromFile<SettlementFile["settlement"]>>
  readonly products: Array<FromFile<ProductFile["product"]>>
  /** By metering point and by the ids of message and series. */
  readonly series: Map<Gsrn, Map<string, ReadonlyArray<MeteringSeries>>>
  readonly masterData: Map<Gsrn, Array<DatedMasterData>>
  readonly links: Array<DatedLinks>
  /** RSM-034 documents; the order of their making decides. */
  readonly chargeMessages: Array<Omit<PriceListData, "skipped">>
  /** Price lists wait for the defaults in `settlement.json`, which may come after them. */
  readonly priceLists: Array<FromFile<unknown>>
  readonly spotPoints: Array<SpotPoint>
  readonly problems: Array<FolderProblem>
  readonly notices: Array<FolderNotice>
}

export const emptyContents = (): FolderContents => ({
  settings: [],
  products: [],
  series: new Map(),
  masterData: new Map(),
  links: [],
  chargeMessages: [],
  priceLists: [],
  spotPoints: [],
  problems: [],
  notices: []
})

/**
 * Adds a series, unless it is there already: folders hold the same document more than once. What has the same ids but says
 * something else is kept, for the engine to judge.
 */
export const addSeries = ({ series }: FolderContents, one: MeteringSeries): void => {
  const known = series.get(one.gsrn) ?? new Map<string, ReadonlyArray<MeteringSeries>>()
  const key = `${one.messageId}/${one.transactionId}/${one.start}/${one.registeredAt}`
  const same = known.get(key) ?? []
  if (!same.some((other) => sameValues(other, one))) known.set(key, [...same, one])
  series.set(one.gsrn, known)
}

const sameValues = (a: MeteringSeries, b: MeteringSeries): boolean =>
  a.resolution === b.resolution &&
  a.unit === b.unit &&
  a.quantitiesWh.length === b.quantitiesWh.length &&
  a.quantitiesWh.every((wh, index) => wh === b.quantitiesWh[index] && a.qualities[index] === b.qualities[index])

/** Series of a metering point, in the order in which they were read. */
export const seriesOf = ({ series }: FolderContents, gsrn: Gsrn): ReadonlyArray<MeteringSeries> =>
  [...(series.get(gsrn)?.values() ?? [])].flat()

/** Adds to the list that belongs to a metering point. */
export const addTo = <A>(lists: Map<Gsrn, Array<A>>, gsrn: Gsrn, value: A): void => {
  const list = lists.get(gsrn)
  if (list === undefined) lists.set(gsrn, [value])
  else list.push(value)
}
