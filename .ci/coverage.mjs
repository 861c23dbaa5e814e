/* Prints how much of core its tests reach. */
import { readFileSync } from "node:fs"

const { total } = JSON.parse(readFileSync(process.argv[2], "utf8"))
console.log(`core: ${total.lines.pct} % of lines, ${total.branches.pct} % of branches`)
