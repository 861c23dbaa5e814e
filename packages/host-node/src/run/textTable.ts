/** A column of a table: its head, and on which side its text stands. */
export interface Column {
  readonly head: string
  readonly align: "left" | "right"
}

/** Rows as text in columns, each as wide as its widest text, with a head. */
export const textTable = (columns: ReadonlyArray<Column>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const lines = [columns.map(({ head }) => head), ...rows]
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  const padded = (text: string, column: number): string =>
    columns[column]!.align === "left" ? text.padEnd(widths[column]!) : text.padStart(widths[column]!)
  return lines.map((line) => `${line.map(padded).join("  ").trimEnd()}\n`).join("")
}
