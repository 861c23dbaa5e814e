/*
 * Preloaded by every Node process that tests start. One whose program `setup.ts` names runs it from a bundle, which starts
 * in a third of the time; its arguments, its environment and where its modules think they lie stay as they were. Plain
 * JavaScript with little to import: every start waits for it.
 */
import { existsSync } from "node:fs"
import { registerHooks } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

/** Asks the run for a bundle; the answer comes when it is there. */
const request = async (address, source) => {
  const { get } = await import("node:http")
  await new Promise((resolve, reject) => {
    get(`${address}?source=${encodeURIComponent(source)}`, (response) => {
      let text = ""
      response.setEncoding("utf8").on("data", (part) => (text += part))
      response.on("end", () => (response.statusCode === 200 ? resolve() : reject(new Error(text))))
    }).on("error", reject)
  })
}

const { address, bundles } = JSON.parse(process.env["DATAHUB_SETTLEMENT_TEST_PROGRAMS"] || '{"bundles":{}}')
const source = process.argv[1]
const bundle = bundles[source]
if (bundle !== undefined) {
  if (!existsSync(bundle)) await request(address, source)
  const program = pathToFileURL(source).href
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier !== program) return next(specifier, context)
      hooks.deregister()
      return { url: pathToFileURL(join(bundle, "main.js")).href, shortCircuit: true }
    }
  })
}
