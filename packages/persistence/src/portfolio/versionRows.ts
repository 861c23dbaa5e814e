import type {
  ChargeLink,
  Contract,
  CustomerVersion,
  Instant,
  MeteringPointVersion,
  SupplyPeriod,
  Validity
} from "@datahub-settlement/core"
import { chargeKeyText, type Gsrn } from "@datahub-settlement/core"
import { BinaryCopyWriter } from "../copy/BinaryCopyWriter.ts"
import type { ChargeNo } from "../market/chargeNumbers.ts"

/** How versions of one kind are written: the table, its columns after those that all kinds have, and their values. */
interface RowsOf<V> {
  readonly table: string
  readonly columns: ReadonlyArray<string>
  readonly write: (writer: BinaryCopyWriter, version: V) => void
}

const COMMON_COLUMNS = ["gsrn", "valid_from", "valid_to", "recorded_at"]
const PIECE_BYTES = 1 << 20

/** The COPY that takes the rows of {@link versionRows}. */
export const copyStatement = ({ columns, table }: Pick<RowsOf<never>, "columns" | "table">): string =>
  `COPY portfolio.${table} (${[...COMMON_COLUMNS, ...columns].join(", ")}) FROM STDIN (FORMAT binary)`

/** Versions in GSRN order, as pieces of a binary COPY: what is read together then lies together. */
export function* versionRows<V extends Validity & { readonly gsrn: Gsrn }>(
  versions: ReadonlyArray<V>,
  { columns, write }: RowsOf<V>,
  recordedAt: Instant
): Generator<Buffer> {
  const writer = new BinaryCopyWriter(PIECE_BYTES * 2)
  for (const version of inGsrnOrder(versions)) {
    writer.row(COMMON_COLUMNS.length + columns.length)
    writer.ascii(version.gsrn)
    writer.timestamptz(version.from)
    if (version.to === undefined) writer.null()
    else writer.timestamptz(version.to)
    writer.timestamptz(recordedAt)
    write(writer, version)
    if (writer.pending > PIECE_BYTES) yield writer.take()
  }
  yield writer.finish()
}

const inGsrnOrder = <V extends { readonly gsrn: Gsrn }>(versions: ReadonlyArray<V>): ReadonlyArray<V> =>
  versions.every(({ gsrn }, i) => i === 0 || versions[i - 1]!.gsrn <= gsrn)
    ? versions
    : versions.toSorted((a, b) => (a.gsrn < b.gsrn ? -1 : a.gsrn > b.gsrn ? 1 : 0))

export const meteringPointRows: RowsOf<MeteringPointVersion> = {
  table: "metering_point",
  columns: ["metering_point_type", "grid_area", "price_area", "parent_gsrn", "master_data"],
  write: (writer, { gridArea, masterData, parent, priceArea, type }) => {
    writer.text(type)
    writer.ascii(gridArea)
    writer.ascii(priceArea)
    if (parent === undefined) writer.null()
    else writer.ascii(parent)
    if (masterData === undefined) writer.null()
    else writer.jsonb(masterData)
  }
}

export const supplyRows: RowsOf<SupplyPeriod> = { table: "supply_period", columns: [], write: () => {} }

export const contractRows: RowsOf<Contract> = {
  table: "contract",
  columns: ["product_name", "terms", "settings"],
  write: (writer, { electricHeating, production, terms: { name, ...terms } }) => {
    writer.text(name)
    writer.jsonb(terms)
    if (production === undefined && electricHeating === undefined) writer.null()
    else writer.jsonb({ production, electricHeating })
  }
}

export const customerRows: RowsOf<CustomerVersion> = {
  table: "customer",
  columns: ["customer"],
  write: (writer, { customer }) => writer.jsonb(customer)
}

export const linkRows = (numbers: ReadonlyMap<string, ChargeNo>): RowsOf<ChargeLink> => {
  const numberOf = remembered(numbers)
  return {
    table: "charge_link",
    columns: ["charge_no", "is_fee", "quantity"],
    write: (writer, { charge, quantity }) => {
      writer.int4(numberOf(charge))
      writer.boolean(charge.type === "D02")
      writer.int4(quantity)
    }
  }
}

/** Links of many points share the objects of their keys. */
const remembered = (numbers: ReadonlyMap<string, ChargeNo>) => {
  const byKey = new WeakMap<ChargeLink["charge"], ChargeNo>()
  return (key: ChargeLink["charge"]): ChargeNo => {
    let no = byKey.get(key)
    if (no === undefined) byKey.set(key, (no = numbers.get(chargeKeyText(key))!))
    return no
  }
}
