import { blanked } from "./blanked.ts"
import { importsOf, resolved, type SourceFile } from "./imports.ts"
import * as Rules from "./rules.ts"

const SCOPE = "@datahub-settlement/"

/** What the check needs to know of a package beside its sources. */
export interface PackageFacts {
  /** Keys of `exports` in its package.json, without the leading `./`; the root entry is "". */
  readonly entries: ReadonlyArray<string>
  /** Names under `dependencies` and `peerDependencies`. */
  readonly dependencies: ReadonlyArray<string>
}

/** Where a file belongs. */
interface Place {
  readonly package: string
  /** `packages/core/`, `bench/` … */
  readonly root: string
  /** First folder under `src`, where there is one. */
  readonly folder: string | undefined
  readonly isTest: boolean
}

const placeOf = (path: string): Place => {
  const parts = path.split("/")
  const depth = parts[0] === "packages" ? 2 : 1
  const inside = parts.slice(depth)
  return {
    package: parts[depth - 1]!,
    root: `${parts.slice(0, depth).join("/")}/`,
    folder: inside[0] === "src" && inside.length > 2 ? inside[1] : undefined,
    isTest: inside[0] === "test" || path.endsWith(".test.ts")
  }
}

/** Everything in these files that breaks a rule, as `path:line: what`. */
export const faults = (
  files: ReadonlyArray<SourceFile>,
  packages: Readonly<Record<string, PackageFacts>>
): ReadonlyArray<string> => {
  const known = new Set(files.map((file) => file.path))
  return [
    ...files.flatMap((file) => importFaults(file, known, packages)),
    ...files.flatMap(globalFaults),
    ...files.flatMap(hostSqlFaults),
    ...files.flatMap(shapeFaults),
    ...cycleFaults(fileGraph(files), "files"),
    ...cycleFaults(folderGraph(files), "folders")
  ]
}

const importFaults = (
  file: SourceFile,
  known: ReadonlySet<string>,
  packages: Readonly<Record<string, PackageFacts>>
): ReadonlyArray<string> => {
  const place = placeOf(file.path)
  return importsOf(file).flatMap(({ specifier, line }) => {
    const fault = specifier.startsWith(".")
      ? relativeFault(place, resolved(file.path, specifier), known)
      : specifier.startsWith(SCOPE)
        ? oursFault(file.path, place, specifier, packages)
        : foreignFault(place, specifier, packages)
    return fault === undefined ? [] : [`${file.path}:${line}: "${specifier}": ${fault}`]
  })
}

const relativeFault = (place: Place, target: string, known: ReadonlySet<string>): string | undefined => {
  if (!target.startsWith(place.root)) {
    return place.package === "bench" && target.startsWith(Rules.naiveEngine) ? undefined : "reaches out of its package"
  }
  // Data files are no sources: that they are there, the compiler checks.
  if (!known.has(target) && !target.endsWith(".json")) return "there is no such file"
  if (place.isTest) return undefined
  const there = placeOf(target)
  if (there.isTest) return "code imports a test"
  if (place.package !== "core" || there.folder === place.folder) return undefined
  // Entry points, directly under src, gather what is public.
  if (place.folder === undefined) return undefined
  if (there.folder === undefined) return "a folder of core imports the entry point that gathers it"
  const allowed = Rules.coreArrows[place.folder]
  if (allowed === undefined) return `"${place.folder}" has no arrows: add the folder to test/architecture/rules.ts`
  return allowed.includes(there.folder) ? undefined : `core/${place.folder} may not import core/${there.folder}`
}

const oursFault = (
  path: string,
  place: Place,
  specifier: string,
  packages: Readonly<Record<string, PackageFacts>>
): string | undefined => {
  const [name = "", ...rest] = specifier.slice(SCOPE.length).split("/")
  if (packages[name] !== undefined && !packages[name].entries.includes(rest.join("/"))) return "is not an entry point"
  if (name === place.package) return place.isTest ? undefined : "a package imports itself by name"
  if (place.package === "dashboard" && specifier !== Rules.dashboardEntry)
    return "the browser may import the contract only"
  if (place.package === "host-node" && name === "simulator") {
    return path.startsWith(Rules.demoFolder) ? undefined : "the simulator is for the demo command"
  }
  const allowed = Rules.packageArrows[place.package]
  if (allowed === undefined) return `"${place.package}" has no arrows: add the package to test/architecture/rules.ts`
  return allowed.includes(name) ? undefined : `${place.package} may not import ${name}`
}

const foreignFault = (
  place: Place,
  specifier: string,
  packages: Readonly<Record<string, PackageFacts>>
): string | undefined => {
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/")
  if (place.isTest && (specifier.startsWith("node:") || Rules.testDependencies.includes(name))) return undefined
  if (place.package === "core") return Rules.coreDependencies.includes(name) ? undefined : "core may not import it"
  if (specifier.startsWith("node:")) return place.package === "dashboard" ? "the browser has no Node" : undefined
  return packages[place.package]?.dependencies.includes(name) ? undefined : "is not a dependency of its package"
}

const globalFaults = (file: SourceFile): ReadonlyArray<string> => {
  const place = placeOf(file.path)
  if (place.package !== "core" || place.isTest) return []
  const code = blanked(file.text)
  return Rules.coreGlobalsRefused.flatMap(([what, pattern]) =>
    Array.from(code.matchAll(pattern), (match) => `${file.path}:${lineAt(code, match.index)}: core may not use ${what}`)
  )
}

const hostSqlFaults = (file: SourceFile): ReadonlyArray<string> => {
  const place = placeOf(file.path)
  if (place.package !== "host-node" || place.isTest) return []
  const code = blanked(file.text)
  return Array.from(
    code.matchAll(Rules.hostSqlRefused),
    (match) => `${file.path}:${lineAt(code, match.index)}: host-node may not use ${match[0]}: SQL stands in persistence`
  )
}

const shapeFaults = (file: SourceFile): ReadonlyArray<string> => {
  const folders = file.path.split("/").slice(0, -1)
  const lines = lineAt(file.text, file.text.trimEnd().length)
  const isGenerated = folders.includes("generated")
  return [
    ...folders
      .filter((folder) => Rules.folderNamesRefused.includes(folder))
      .map((folder) => `${file.path}: a folder named "${folder}" says nothing about what is in it`),
    ...(lines > Rules.fileLinesMax && !isGenerated
      ? [`${file.path}: ${lines} lines, more than ${Rules.fileLinesMax}`]
      : [])
  ]
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split("\n").length

type Graph = ReadonlyMap<string, ReadonlySet<string>>

const fileGraph = (files: ReadonlyArray<SourceFile>): Graph =>
  new Map(
    files.map((file) => [
      file.path,
      new Set(
        importsOf(file)
          .filter(({ specifier }) => specifier.startsWith("."))
          .map(({ specifier }) => resolved(file.path, specifier))
      )
    ])
  )

const folderGraph = (files: ReadonlyArray<SourceFile>): Graph => {
  const graph = new Map<string, Set<string>>()
  for (const [path, targets] of fileGraph(files.filter((file) => !placeOf(file.path).isTest))) {
    const from = conceptOf(path)
    for (const to of Array.from(targets, conceptOf)) {
      if (from !== undefined && to !== undefined && from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to))
    }
  }
  return graph
}

/**
 * The concept that a file belongs to: the first folder under src, with all that is in it. Directly under src lie entry
 * points and what all folders of a command share: there, files count.
 */
const conceptOf = (path: string): string | undefined => {
  const { folder, root } = placeOf(path)
  return folder === undefined ? undefined : `${root}src/${folder}`
}

/** Cycles, each reported once, from its first member in walking order. */
const cycleFaults = (graph: Graph, what: string): ReadonlyArray<string> => {
  const done = new Set<string>()
  const found: Array<string> = []
  const walk = (node: string, trail: ReadonlyArray<string>): void => {
    const seenAt = trail.indexOf(node)
    if (seenAt >= 0) {
      found.push(`cycle between ${what}: ${[...trail.slice(seenAt), node].join(" → ")}`)
      return
    }
    if (done.has(node)) return
    for (const next of graph.get(node) ?? []) walk(next, [...trail, node])
    done.add(node)
  }
  for (const node of graph.keys()) walk(node, [])
  return found
}
