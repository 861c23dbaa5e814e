import { Result } from "effect"
import { type CimHeader, headerOf } from "./CimHeader.ts"
import type { CimError } from "./CimError.ts"
import { documentKind } from "./documentKind.ts"
import { addFault, noFaults, refusal } from "./faults.ts"
import { isObject, jsonOf } from "./json.ts"

/**
 * The header of any CIM document, also of one that nothing here knows: JSON text or the parsed value.
 *
 * @example
 * import { Result } from "effect"
 * import { decodeCimHeader } from "@datahub-settlement/core"
 *
 * const refused = decodeCimHeader(`{ "SomethingNew_MarketDocument": 7 }`)
 * Result.isFailure(refused) && refused.failure.path // => "SomethingNew_MarketDocument"
 */
export const decodeCimHeader = (input: unknown): Result.Result<CimHeader, CimError> =>
  Result.flatMap(jsonOf(input, "a CIM document"), (json) => {
    const kind = documentKind(json)
    const faults = noFaults()
    if (kind === undefined || !isObject(json)) {
      addFault(faults, [], "a root key that ends in _MarketDocument", json)
      return Result.fail(refusal("a CIM document", faults))
    }
    const root = json[kind.rootKey]
    const name = `${kind.rsm === undefined ? "" : `${kind.rsm} `}${kind.rootKey}`
    if (!isObject(root)) {
      addFault(faults, [kind.rootKey], "an object", root)
      return Result.fail(refusal(name, faults))
    }
    const header = headerOf(root, kind.rootKey, faults)
    return faults.count === 0
      ? Result.succeed(header)
      : Result.fail(refusal(name, faults, header.messageId || undefined))
  })
