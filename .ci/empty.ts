/*
 * Removes a folder before a build, so that nothing from an earlier one is packed. tsup's own `clean` leaves the build
 * info of `tsc -b`, which then believes that the declarations are still there.
 */
import { rmSync } from "node:fs"

for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true })
