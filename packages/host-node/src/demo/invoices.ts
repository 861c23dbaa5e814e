import {
  billingHolds,
  type Invoice,
  invoiceOf,
  type LocalDate,
  MeteringLedger,
  Portfolio,
  type PortfolioPoint,
  renderInvoiceHtml,
  type Settlement,
  type SettlementRequest,
  type SettlementRun,
  SpotPriceStore,
  type SuppliedPoint
} from "@datahub-settlement/core"
import { Effect, FileSystem, Option, Path } from "effect"

const seller = { name: "Eksempel Elhandel A/S", address: ["Prøvevej 1", "9999 Prøvested"], cvr: "12345674" }

/** Names of those who own charges in the simulated world. */
const ownerNames: Readonly<Record<string, string>> = {
  "5790000432752": "Energinet",
  "5790000705689": "Radius",
  "5790000705184": "Cerius",
  "5790001089030": "N1",
  "5790000611003": "N1 Randers",
  "5790000392261": "TREFOR"
}

/** The invoice of one metering point of a run, or its basis only where it is on hold. */
export const invoiceOfRun = Effect.fnUntraced(function* (
  run: SettlementRun,
  settlement: Settlement,
  issuedOn: LocalDate
) {
  const portfolio = yield* Portfolio
  const { gsrn } = settlement
  const { asOf, period } = run
  const [supplied] = yield* portfolio.points({ from: gsrn, to: gsrn, period, asOf })
  const known = Option.getOrThrow(yield* portfolio.point(gsrn, asOf))
  const masterData = known.meteringPoint.at(-1)?.masterData
  const from = settlement.segments[0]!.from
  const address = addressOf(known)
  return invoiceOf({
    seller,
    customer: { name: customerAt(known, from), address },
    issuedOn,
    ownerNames,
    holds: yield* billingHolds(gsrn),
    points: [
      {
        settlement,
        request: yield* shownRequest(supplied!, run),
        address,
        gridArea: masterData?.gridArea,
        meterId: masterData?.meterId
      }
    ]
  })
})

const customerAt = ({ customers }: PortfolioPoint, from: number): string =>
  customers.findLast((version) => version.from <= from)?.customer.name ?? "(ukendt)"

const addressOf = ({ meteringPoint }: PortfolioPoint): ReadonlyArray<string> => {
  const { city, number, postalCode, streetName } = meteringPoint.at(-1)?.masterData?.address ?? {}
  return [`${streetName ?? ""} ${number ?? ""}`.trim(), `${postalCode ?? ""} ${city ?? ""}`.trim()]
}

/** Readings and prices that an invoice shows by day and hour; its amounts come from the run. */
const shownRequest = Effect.fnUntraced(function* (point: SuppliedPoint, { asOf, period }: SettlementRun) {
  const ledger = yield* MeteringLedger
  const spot = yield* SpotPriceStore
  const { gsrn, links, priceArea, product, production, supply } = point
  const gsrns = production === undefined ? [gsrn] : [gsrn, production.gsrn]
  return {
    meteringPoint: { gsrn, priceArea },
    period,
    supply,
    readings: yield* ledger.readings({ gsrns, period, asOf }),
    production,
    spotPrices: yield* spot.spotPrices({ priceArea, period, asOf }),
    charges: [],
    links,
    product
  } satisfies SettlementRequest
})

/**
 * Writes invoices as pages, one a metering point; the folder they are in. What is on hold lies in a folder of its own: all
 * that is beside it may be sent.
 */
export const writeInvoices = Effect.fnUntraced(function* (folder: string, invoices: ReadonlyArray<Invoice>) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const into = path.join(folder, "invoices")
  yield* fs.makeDirectory(into, { recursive: true })
  yield* Effect.forEach(invoices, (invoice) => {
    const place = invoice.holds.length === 0 ? into : path.join(into, "on-hold")
    const file = path.join(place, `${invoice.points[0]!.gsrn}.html`)
    const page = renderInvoiceHtml(invoice, { lang: "da" })
    return Effect.andThen(fs.makeDirectory(place, { recursive: true }), fs.writeFileString(file, page))
  })
  return into
})
