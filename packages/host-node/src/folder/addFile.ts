import { type CimError, CimParser, decodeSpotPoints, documentKind } from "@datahub-settlement/core"
import { Effect, Result } from "effect"
import { decodeOwnFile } from "./decodeOwnFile.ts"
import { faultAt, type FolderProblem } from "./FolderProblem.ts"
import { addSeries, addTo, type FolderContents } from "./FolderContents.ts"
import { ProductFile, SettlementFile } from "./SettlementFile.ts"

/** Tells a file apart by its root key or dataset, decodes it and adds it; what is wrong with it is added too. */
export const addFile = (
  contents: FolderContents,
  file: string,
  text: string
): Effect.Effect<void, never, CimParser> => {
  const parsed = parseJson(text)
  if (Result.isFailure(parsed)) {
    contents.problems.push(faultAt(file, "InvalidJson", parsed.failure.place, "JSON", parsed.failure.reason))
    return Effect.void
  }
  return addJson(contents, file, parsed.success).pipe(
    Effect.catchTag("CimError", (error) => Effect.sync(() => void contents.problems.push(...problemsOf(file, error))))
  )
}

const addJson = (contents: FolderContents, file: string, json: unknown): Effect.Effect<void, CimError, CimParser> => {
  const cim = documentKind(json)
  if (cim !== undefined) return addCim(contents, file, json, cim.name, cim.rsm)
  return Effect.fromResult(addOther(contents, file, json))
}

const addCim = Effect.fnUntraced(function* (
  contents: FolderContents,
  file: string,
  json: unknown,
  name: string,
  rsm: string | undefined
) {
  const parser = yield* CimParser
  const skipped = (notes: ReadonlyArray<{ readonly path: string; readonly reason: string }>): void => {
    for (const { path, reason } of notes) contents.notices.push({ file, message: `${path}: ${reason}; left out` })
  }
  switch (name) {
    case "NotifyValidatedMeasureData": {
      const { otherSeries, series } = yield* parser.measureDataDocument(json)
      for (const one of series) addSeries(contents, one)
      for (const one of otherSeries) {
        contents.notices.push({
          file,
          message: `readings of ${one.gsrn} with resolution ${one.resolution} are not settled; left out`
        })
      }
      return
    }
    case "AccountingPointCharacteristics": {
      const { header, records } = yield* parser.masterData(json)
      for (const { masterData } of records) {
        addTo(contents.masterData, masterData.gsrn, { createdAt: header.createdAt, masterData })
      }
      return
    }
    case "NotifyBillingMasterData": {
      const { header, links, skipped: notes } = yield* parser.chargeLinksDocument(json)
      contents.links.push({ header, links })
      return skipped(notes)
    }
    case "NotifyPriceList": {
      const { skipped: notes, ...message } = yield* parser.priceList(json)
      contents.chargeMessages.push(message)
      return skipped(notes)
    }
    default:
      contents.notices.push({
        file,
        message: `ignored: ${rsm === undefined ? "unknown document" : rsm} ${name} is not needed to settle`
      })
  }
})

/** Documents of Energi Data Service by their dataset, and files of our own by their root key. */
const addOther = (contents: FolderContents, file: string, json: unknown): Result.Result<void, CimError> => {
  const object = typeof json === "object" && json !== null && !Array.isArray(json) ? json : {}
  const dataset: unknown = Reflect.get(object, "dataset")
  if (dataset === "Elspotprices" || dataset === "DayAheadPrices") {
    return Result.map(decodeSpotPoints(json), ({ points }) => {
      for (const point of points) contents.spotPoints.push(point)
    })
  }
  if (dataset === "DatahubPricelist") contents.priceLists.push({ file, value: json })
  else if ("settlement" in object) {
    addDecoded(contents, decodeOwnFile(SettlementFile, file, json), ({ settlement }) => {
      contents.settings.push({ file, value: settlement })
    })
  } else if ("product" in object) {
    addDecoded(contents, decodeOwnFile(ProductFile, file, json), ({ product }) => {
      contents.products.push({ file, value: product })
    })
  } else {
    const what =
      typeof dataset === "string" ? `dataset ${dataset} is not needed to settle` : "no document that settling knows"
    contents.notices.push({ file, message: `ignored: ${what}` })
  }
  return Result.succeed(undefined)
}

const addDecoded = <A>(
  contents: FolderContents,
  decoded: Result.Result<A, ReadonlyArray<FolderProblem>>,
  add: (value: A) => void
): void => {
  if (Result.isSuccess(decoded)) add(decoded.success)
  else contents.problems.push(...decoded.failure)
}

/** Each issue of a document as a problem of its file. */
export const problemsOf = (file: string, error: CimError): ReadonlyArray<FolderProblem> => {
  const listed = error.issues.map(({ actual, expected, path }) => faultAt(file, "CimError", path, expected, actual))
  const unlisted = error.issueCount - error.issues.length
  return unlisted === 0 ? listed : [...listed, { file, kind: "CimError", message: `and ${unlisted} more faults` }]
}

/** A byte order mark is no part of JSON, but some programs write one. */
const parseJson = (text: string): Result.Result<unknown, { readonly place: string; readonly reason: string }> => {
  try {
    return Result.succeed(JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text))
  } catch (error) {
    // A short text is quoted whole, with its line ends.
    const reason = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ")
    return Result.fail({ place: placeIn(text, reason), reason: text.trim() === "" ? "an empty file" : reason })
  }
}

/** Line and column of a syntax error; none is named of a text that ends too early, nor of one that is quoted whole. */
const placeIn = (text: string, reason: string): string => {
  const found = /line (\d+) column (\d+)/.exec(reason)
  if (found !== null) return `line ${found[1]}, column ${found[2]}`
  if (!/end of JSON/.test(reason)) return "the file"
  const lines = text.split("\n")
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`
}
