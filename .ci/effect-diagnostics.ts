/*
 * Effect's own diagnostics (floating effects, missing requirements, outdated calls), which `tsc` does not know. One
 * project that was silently not looked at counts as a failure: the tool ends with 0 when its plugin is not configured.
 */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"

const { references } = JSON.parse(readFileSync("tsconfig.json", "utf8")) as {
  readonly references: ReadonlyArray<{ readonly path: string }>
}
const projects = references.map(({ path }) => (path.endsWith(".json") ? path : `${path}/tsconfig.json`))

let failures = 0
for (const project of projects) {
  const { status, stdout, stderr } = spawnSync(
    "node_modules/.bin/effect-tsgo",
    ["diagnostics", "--project", project, "--strict", "--format", "text"],
    { encoding: "utf8" }
  )
  const unseen = /Checked 0 files out of [1-9]/.test(stdout)
  if (status !== 0 || unseen) failures += 1
  process.stdout.write(
    `${project}: ${status === 0 && !unseen ? "ok" : "FAILED"}\n${status === 0 && !unseen ? "" : stdout + stderr}`
  )
}
process.exitCode = failures === 0 ? 0 : 1
