import { execFileSync, spawnSync } from "node:child_process"
import { globSync, mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("../..", import.meta.url))

/** The version that README, CI and package.json name. */
const PNPM = "pnpm@12.21.0"

/** Runs pnpm in a folder; all that it printed is in the error when it fails. */
export const pnpm = (folder: string, ...args: ReadonlyArray<string>): void => {
  // A run inside `npm test` or `pnpm test` hands down their settings; this one has its own.
  const options = { cwd: folder, encoding: "utf8", env: cleanEnvironment() } as const
  const { status, stdout, stderr } = spawnSync("npx", ["-y", "--prefer-offline", PNPM, ...args], options)
  if (status !== 0) throw new Error(`pnpm ${args.join(" ")} in ${folder} ended with ${status}:\n${stdout}${stderr}`)
}

export const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:npm_|pnpm_config_|VITEST)/i.test(name)))

/** A package as a user gets it. */
export interface PackedPackage {
  readonly name: string
  readonly tarball: string
  /** Paths in it, without the leading `package/`. */
  readonly files: ReadonlyArray<string>
  readonly manifest: Readonly<Record<string, unknown>>
}

interface PublishedFolder {
  readonly folder: string
  readonly manifest: {
    readonly name: string
    readonly version: string
    readonly exports?: Readonly<Record<string, unknown>>
  }
}

const publishedFolders = (): ReadonlyArray<PublishedFolder> =>
  globSync("packages/*/package.json", { cwd: root })
    .toSorted()
    .map((path) => ({
      folder: dirname(join(root, path)),
      manifest: JSON.parse(readFileSync(join(root, path), "utf8"))
    }))
    .filter(({ manifest }) => manifest.private !== true)

/** Names of the packages that are published, and whether each is imported: a mere command has no types. */
export const publishedPackages = (): ReadonlyArray<{ readonly name: string; readonly isImported: boolean }> =>
  publishedFolders().map(({ manifest }) => ({ name: manifest.name, isImported: manifest.exports?.["."] !== undefined }))

/** Builds every package that is published and packs each into one temporary folder. */
export const packPublished = (): ReadonlyArray<PackedPackage> => {
  pnpm(root, "-r", "build")
  const destination = mkdtempSync(join(tmpdir(), "datahub-settlement-packed-"))
  return publishedFolders().map(({ folder, manifest: { name, version } }) => {
    pnpm(folder, "pack", "--pack-destination", destination)
    return packedPackage(join(destination, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`))
  })
}

const packedPackage = (tarball: string): PackedPackage => {
  const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((path) => path.replace(/^package\//, ""))
  const manifest = JSON.parse(execFileSync("tar", ["-xzOf", tarball, "package/package.json"], { encoding: "utf8" }))
  return { name: manifest.name, tarball, files, manifest }
}
