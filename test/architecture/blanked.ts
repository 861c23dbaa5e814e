/**
 * Source text in which comments and the contents of strings, templates and regular expressions are spaces; quotes,
 * line breaks and every position stay. What is looked for in it afterwards is code, and only code.
 */
export const blanked = (source: string): string => {
  const out = source.split("")
  /** Depths of `{` at which an open template goes on after its `${…}`. */
  const templates: Array<number> = []
  let depth = 0
  let at = 0
  const blankTo = (end: number): void => {
    for (; at < end; at += 1) if (source[at] !== "\n") out[at] = " "
  }
  const skipTemplateText = (): void => {
    const end = endOfTemplateText(source, at)
    blankTo(end)
    if (source.startsWith("${", at)) {
      templates.push(depth)
      at += 2
    } else at += 1
  }
  while (at < source.length) {
    const char = source[at]!
    if (source.startsWith("//", at)) blankTo(endOr(source, source.indexOf("\n", at)))
    else if (source.startsWith("/*", at)) blankTo(endOr(source, source.indexOf("*/", at) + 2, 1))
    else if (char === '"' || char === "'") {
      const end = endOfQuoted(source, at + 1, char)
      at += 1
      blankTo(end)
      at += 1
    } else if (char === "/" && startsRegExp(out, at)) {
      const end = endOfRegExp(source, at + 1)
      at += 1
      blankTo(end)
      at += 1
    } else if (char === "`") {
      at += 1
      skipTemplateText()
    } else if (char === "}" && templates.at(-1) === depth) {
      templates.pop()
      at += 1
      skipTemplateText()
    } else {
      if (char === "{") depth += 1
      if (char === "}") depth -= 1
      at += 1
    }
  }
  return out.join("")
}

const endOr = (source: string, found: number, least = 0): number => (found <= least - 1 ? source.length : found)

const endOfQuoted = (source: string, from: number, quote: string): number => {
  let at = from
  while (at < source.length && source[at] !== quote && source[at] !== "\n") at += source[at] === "\\" ? 2 : 1
  return Math.min(at, source.length)
}

const endOfTemplateText = (source: string, from: number): number => {
  let at = from
  while (at < source.length && source[at] !== "`" && !source.startsWith("${", at)) at += source[at] === "\\" ? 2 : 1
  return Math.min(at, source.length)
}

const endOfRegExp = (source: string, from: number): number => {
  let at = from
  let inClass = false
  while (at < source.length && (inClass || source[at] !== "/") && source[at] !== "\n") {
    if (source[at] === "[") inClass = true
    if (source[at] === "]") inClass = false
    at += source[at] === "\\" ? 2 : 1
  }
  return Math.min(at, source.length)
}

/** A slash divides after a value (a name, a number, a closing bracket) and begins a regular expression elsewhere. */
const startsRegExp = (blankedSoFar: ReadonlyArray<string>, at: number): boolean => {
  let before = at - 1
  while (before >= 0 && /\s/.test(blankedSoFar[before]!)) before -= 1
  if (before < 0) return true
  const tail = blankedSoFar.slice(Math.max(0, before - 10), before + 1).join("")
  return (
    /(?:^|[^\w$.])(?:return|typeof|case|in|of|yield|await)$/.test(tail) || !/[\w$)\]}"'`]/.test(blankedSoFar[before]!)
  )
}
