/* Prints `<passed> <failed>` from vitest's JSON report. A file that breaks before or after its tests counts as one. */
import { readFileSync } from "node:fs"

const report = JSON.parse(readFileSync(process.argv[2], "utf8"))
const isFailed = (test) => test.status === "failed"
const brokenFiles = report.testResults.filter((file) => isFailed(file) && !file.assertionResults.some(isFailed)).length
const failed = report.numFailedTests + brokenFiles
// An error outside any test fails the run, though no test did.
console.log(`${report.numPassedTests} ${failed === 0 && !report.success ? 1 : failed}`)
