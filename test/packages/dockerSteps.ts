import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { cleanEnvironment, root } from "./packed.ts"

/** One instruction of a Dockerfile, with what follows its name. */
interface Instruction {
  readonly name: string
  readonly rest: string
}

/** A stage: the instructions from one `FROM` to the next. */
export type Stage = ReadonlyArray<Instruction>

/** The stages of a Dockerfile. */
export const stagesOf = (dockerfile: string): ReadonlyArray<Stage> =>
  dockerfile
    .split(/^(?=FROM )/m)
    .slice(1)
    .map((text) =>
      text
        .split("\n")
        .filter((line) => /^[A-Z]+ /.test(line))
        .map((line) => ({ name: line.slice(0, line.indexOf(" ")), rest: line.slice(line.indexOf(" ") + 1).trim() }))
    )

/**
 * Does what a stage does, without Docker: its paths lie below a folder of this machine instead of the root of an image.
 * What `.dockerignore` leaves out is left out.
 */
export const runStage = (stage: Stage, image: string, ignored: ReadonlySet<string>): void => {
  let place = image
  const env: Record<string, string | undefined> = { ...cleanEnvironment(), npm_config_prefer_offline: "true" }
  for (const { name, rest } of stage) {
    if (name === "WORKDIR") {
      place = join(image, rest)
      mkdirSync(place, { recursive: true })
    } else if (name === "ENV") {
      const [key, value] = rest.split("=")
      env[key!] = value
    } else if (name === "COPY") copy(rest.split(/\s+/), place, ignored)
    else if (name === "RUN") run(rest.replaceAll(/(?<= )\/(?=\w)/g, `${image}/`), place, env)
  }
}

const copy = (paths: ReadonlyArray<string>, place: string, ignored: ReadonlySet<string>): void => {
  const target = paths.at(-1)!
  for (const source of paths.slice(0, -1)) {
    const from = join(root, source)
    if (!existsSync(from)) throw new Error(`COPY ${source}: there is no such file`)
    const to = join(place, target, target.endsWith("/") && !statSync(from).isDirectory() ? basename(source) : "")
    mkdirSync(dirname(to), { recursive: true })
    cpSync(from, to, { recursive: true, filter: (path) => !ignored.has(basename(path)) })
  }
}

const run = (command: string, cwd: string, env: NodeJS.ProcessEnv): void => {
  const { status, stderr, stdout } = spawnSync("sh", ["-c", command], { cwd, env, encoding: "utf8" })
  if (status !== 0) throw new Error(`RUN ${command} ended with ${status}:\n${stdout}${stderr}`)
}

/** Names that a `.dockerignore` of the form `name`, with or without two stars before it, leaves out, wherever they are. */
export const ignoredNames = (path: string): ReadonlySet<string> =>
  new Set(
    readFileSync(path, "utf8")
      .split("\n")
      .map((line) => line.trim().replace(/^\*\*\//, ""))
      .filter((line) => line !== "")
  )
