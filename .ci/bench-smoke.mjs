/* Holds the output of `bench <name> --json` to its shape: one JSON object, all figures and the details named there, above zero. */
import { readFileSync } from "node:fs"

const [path, name, ...details] = process.argv.slice(2)
const result = JSON.parse(readFileSync(path, "utf8"))
const figures = ["points", "runs", "oursMs", "floorMs", "alternativeMs", "vsFloor", "vsAlternative", "peakRssMb"]
const wrong = [
  ...figures.filter((figure) => !(result[figure] > 0)),
  ...details.filter((detail) => !(result.details[detail] > 0)),
  ...result.targets.filter(({ value }) => !Number.isFinite(value)).map(({ figure }) => figure)
]
if (result.name !== name || wrong.length > 0) {
  console.error(`bench ${name}: unexpected ${wrong.join(", ") || "name"} in ${JSON.stringify(result)}`)
  process.exit(1)
}
console.log(`${name}: ${result.vsFloor} × the floor, ${result.vsAlternative} × faster than the alternative`)
