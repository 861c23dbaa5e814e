type Fact = readonly [name: string, value: string | undefined]

/** Facts one a line, their values below each other; what is not known is left out. */
export const factsText = (facts: ReadonlyArray<Fact>): string => {
  const known = facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  const width = Math.max(...known.map(([name]) => name.length))
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join("")
}
