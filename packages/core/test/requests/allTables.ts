import { cancellationTables } from "./cancellationTables.ts"
import { customerTables } from "./customerTables.ts"
import { dataTables } from "./dataTables.ts"
import { otherTables } from "./otherTables.ts"
import type { AnyTable } from "./RefusalTable.ts"
import { signUpTables } from "./signUpTables.ts"
import { supplyTables } from "./supplyTables.ts"

/** Every request, and every rule that it can break. */
export const allTables: ReadonlyArray<AnyTable> = [
  ...signUpTables,
  ...supplyTables,
  ...cancellationTables,
  ...customerTables,
  ...dataTables,
  ...otherTables
]
