import { OpenApi } from "effect/http-api"
import { describe, expect, it } from "vitest"
import { requestCommand } from "../processes/requestCommand.ts"
import { HostApi } from "./HostApi.ts"

const { components, paths } = OpenApi.fromApi(HostApi)

interface Node {
  readonly $ref?: string
  readonly description?: string
  readonly allOf?: ReadonlyArray<Node>
  readonly anyOf?: ReadonlyArray<Node>
  readonly items?: Node
  readonly properties?: Readonly<Record<string, Node>>
}

const resolved = (node: Node): Node =>
  node.$ref === undefined ? node : (components.schemas[node.$ref.split("/").at(-1)!] as Node)

const isSaid = (node: Node): boolean =>
  [node, ...(node.allOf ?? []), resolved(node)].some(({ description }) => description !== undefined)

/** Fields of a body that nobody has said anything of, by their path. */
const unsaid = (node: Node, path: string): ReadonlyArray<string> => {
  const { anyOf = [], items, properties = {} } = resolved(node)
  return [
    ...anyOf.flatMap((one) => unsaid(one, path)),
    ...(items === undefined ? [] : unsaid(items, `${path}[]`)),
    ...Object.entries(properties).flatMap(([name, field]) => {
      return [...(isSaid(field) ? [] : [`${path}.${name}`]), ...unsaid(field, `${path}.${name}`)]
    })
  ]
}

const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method} ${path}`,
    operation: operation as OpenApi.OpenAPISpecOperation
  }))
)

describe("what the API says of itself", () => {
  it("takes every request that the command line takes", () => {
    const names = requestCommand.subcommands.flatMap(({ commands }) => commands.map(({ name }) => name))
    expect(names).toContain("electric-heating")
    expect(names.filter((name) => !(`/api/v1/requests/${name}` in paths))).toEqual([])
  })

  it("says what each operation does", () => {
    expect(operations.length).toBeGreaterThan(30)
    expect(operations.filter(({ operation }) => !operation.summary).map(({ name }) => name)).toEqual([])
  })

  it("says of every field of a request what it is", () => {
    const bodies = operations.flatMap(({ name, operation }) => {
      const schema = operation.requestBody?.content["application/json"]?.schema
      return schema === undefined ? [] : [{ name, schema: schema as Node }]
    })
    expect(bodies.length).toBeGreaterThan(15)
    expect(bodies.flatMap(({ name, schema }) => unsaid(schema, name))).toEqual([])
  })

  it("says of every parameter what it is", () => {
    const parameters = operations.flatMap(({ name, operation }) =>
      operation.parameters.map((one) => ({ name: `${name} ${one.name}`, schema: one.schema as Node }))
    )
    expect(parameters.length).toBeGreaterThan(30)
    expect(parameters.filter(({ schema }) => !isSaid(schema)).map(({ name }) => name)).toEqual([])
  })
})
