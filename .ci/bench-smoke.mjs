/* Holds the output of `bench <name> --json` to its shape: one JSON object, all figures there and above zero. */
import { readFileSync } from "node:fs"

const [path, name] = process.argv.slice(2)
const result = JSON.parse(readFileSync(path, "utf8"))
const figures = ["points", "runs", "oursMs", "floorMs", "alternativeMs", "vsFloor", "vsAlternative", "peakRssMb"]
const wrong = figures.filter((figure) => !(result[figure] > 0))
if (result.name !== name || wrong.length > 0) {
  console.error(`bench ${name}: unexpected ${wrong.join(", ") || "name"} in ${JSON.stringify(result)}`)
  process.exit(1)
}
console.log(`${name}: ${result.vsFloor} × the floor, ${result.vsAlternative} × faster than the alternative`)
