import { join } from "node:path"
import { writeExample } from "./generate/exampleFolder.ts"
import { householdJanuary } from "./generate/householdJanuary.ts"
import { householdOctober } from "./generate/householdOctober.ts"
import { recordedData } from "./generate/recorded.ts"
import { solarHeatPump } from "./generate/solarHeatPump.ts"

/*
 * Writes the example folders anew, always the same bytes. Needs the recorded prices, which are not in the repository:
 *
 *   node --conditions=source examples/generate.ts <folder with spot/ and eds/>
 *
 * or with DATAHUB_SHARED naming the folder that holds them as data/.
 */

const shared = process.env["DATAHUB_SHARED"]
const folder = process.argv[2] ?? (shared === undefined ? undefined : join(shared, "data"))

if (folder === undefined) {
  console.error("Which folder holds the recorded prices? Pass it as an argument or set DATAHUB_SHARED.")
  process.exitCode = 2
} else {
  const recorded = recordedData(folder)
  writeExample(import.meta.dirname, "household-january-2026", householdJanuary(recorded))
  writeExample(import.meta.dirname, "household-october-2025", householdOctober(recorded))
  writeExample(import.meta.dirname, "solar-heat-pump", solarHeatPump(recorded))
}
