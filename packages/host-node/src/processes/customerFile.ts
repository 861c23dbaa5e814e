import type { Customer } from "@datahub-settlement/core"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { CustomerFile } from "../customer/CustomerFields.ts"
import type { FolderProblem } from "../folder/FolderProblem.ts"
import { readOwnFile } from "./readOwnFile.ts"

/** A number of a person belongs on no command line, where every process list shows it. */
export const customerFlag = Flag.String("customer").pipe(
  Flag.withDescription('JSON file: {"name": …, "cvr": … or "cpr": …}; for customer data with "contacts" too')
)

/** Reads a customer; which fields there are, `Customer` of the library says. */
export const readCustomer = Effect.fnUntraced(function* (path: string) {
  const { contacts = [], ...rest } = yield* readOwnFile("customer", path, CustomerFile, wordsOf)
  return { ...rest, contacts } satisfies Customer & { readonly name: string }
})

/** More digits than a CVR number or a telephone number has. */
const isLong = (text: string): boolean => text.replaceAll(/\D/g, "").length > 8

/** What may be a number of a person is not repeated, wherever it stands, nor a part of the file that may hold one. */
const wordsOf = ({ actual = "", expected, path = "" }: FolderProblem): string => {
  const isHidden = /cpr/i.test(path) || /^[{[]/.test(actual) || isLong(actual)
  return `${path === "" ? "the file" : path}: expected ${expected}${isHidden ? "" : `, got ${actual}`}`
}
