import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type PackedPackage, pnpm } from "./packed.ts"

/** A project outside the workspace that has installed some of the packed packages and effect, and nothing else. */
export const emptyProject = (packages: ReadonlyArray<PackedPackage>, installed: ReadonlyArray<string>): string => {
  const folder = mkdtempSync(join(tmpdir(), "datahub-settlement-embed-"))
  const tarballs = packages.map(({ name, tarball }) => [name, `file:${tarball}`] as const)
  const ours = Object.fromEntries(tarballs.filter(([name]) => installed.includes(name)))
  const manifest = { name: "embed", private: true, type: "module", dependencies: { ...ours, effect: "4.1.0" } }
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest))
  // One of ours that depends on another finds it here, not in the registry.
  const overrides = tarballs.map(([name, tarball]) => `  "${name}": "${tarball}"\n`).join("")
  writeFileSync(join(folder, "pnpm-workspace.yaml"), `packages: []\nstrictDepBuilds: false\noverrides:\n${overrides}`)
  pnpm(folder, "install", "--prefer-offline", "--no-frozen-lockfile")
  return folder
}
