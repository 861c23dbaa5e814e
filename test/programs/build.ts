import { build, type Plugin } from "esbuild"
import { readFile, rename, rm } from "node:fs/promises"
import { dirname } from "node:path"
import { pathToFileURL } from "node:url"

/** A module finds the files beside its source, also when it runs from a bundle. */
const ownPlaces = (root: string): Plugin => ({
  name: "own places",
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (!path.startsWith(root) || path.includes("/node_modules/")) return undefined
      const text = await readFile(path, "utf8")
      const contents = text
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
      return { loader: "ts", contents }
    })
  }
})

/** Bundles a program of the workspace, from nothing but its sources, into a folder that is there when it is whole. */
export const buildProgram = async (root: string, source: string, folder: string): Promise<void> => {
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  await build({
    entryPoints: { main: source },
    absWorkingDir: root,
    outdir: part,
    plugins: [ownPlaces(root)],
    conditions: ["source"],
    bundle: true,
    // What a program imports late stays late.
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    sourcemap: true,
    sourcesContent: false,
    external: ["pg-native"],
    // Dependencies that are not ECMAScript modules ask for Node's own by it.
    banner: {
      js: `import { createRequire as _require } from "node:module"; const require = _require(import.meta.url);`
    },
    logLevel: "silent"
  })
  await rename(part, folder)
}
