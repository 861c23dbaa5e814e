/*
 * Says once more, from vitest's JSON report, which tests failed and how they began to say why: the output of a run is
 * long, and often only its end is kept. A report that is not there or not whole is said to be so.
 */
import { readFileSync } from "node:fs"
import { relative } from "node:path"
import { stripVTControlCharacters } from "node:util"

const LINES_MAX = 12
const COLUMNS_MAX = 300

/** The first lines of a message, without colours; a line of a stack that lies in a dependency says nothing. */
const firstLines = (message) => {
  const lines = stripVTControlCharacters(String(message))
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s*at .*(?:node_modules|node:)/.test(line))
  return [...lines.slice(0, LINES_MAX), ...(lines.length > LINES_MAX ? ["…"] : [])]
    .map((line) => `    ${line.slice(0, COLUMNS_MAX)}`)
    .join("\n")
}

const failuresOf = (file) => {
  const failed = (file.assertionResults ?? []).filter(({ status }) => status === "failed")
  const place = relative(process.cwd(), String(file.name))
  if (failed.length === 0) return file.status === "failed" ? [`${place}\n${firstLines(file.message)}`] : []
  return failed.map(({ failureMessages, fullName }) => {
    return `${place}: ${fullName}\n${firstLines((failureMessages ?? []).join("\n"))}`
  })
}

try {
  const { success, testResults } = JSON.parse(readFileSync(process.argv[2], "utf8"))
  const failures = testResults.flatMap(failuresOf)
  for (const failure of failures) console.log(`failed: ${failure}`)
  if (failures.length === 0 && !success) console.log("failed: an error outside any test, see above")
} catch (error) {
  console.log(`failed: the tests left no report that can be read (${error.message})`)
}
