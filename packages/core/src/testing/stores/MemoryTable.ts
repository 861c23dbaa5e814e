/** How to take back a change. */
export type Undo = () => void

/** Rows in memory whose changes can be taken back: each one notes how in a journal that tables share. */
export class MemoryTable<Row> {
  private readonly rows = new Map<string, Row>()
  private readonly journal: Array<Undo>

  constructor(journal: Array<Undo>) {
    this.journal = journal
  }

  get(key: string): Row | undefined {
    return this.rows.get(key)
  }

  all(): ReadonlyArray<Row> {
    return [...this.rows.values()]
  }

  get size(): number {
    return this.rows.size
  }

  set(key: string, row: Row): void {
    this.noteBefore(key)
    this.rows.set(key, row)
  }

  delete(key: string): void {
    this.noteBefore(key)
    this.rows.delete(key)
  }

  private noteBefore(key: string): void {
    const before = this.rows.get(key)
    this.journal.push(before === undefined ? () => this.rows.delete(key) : () => this.rows.set(key, before))
  }
}

/** Fields as one key. */
export const keyOf = (...fields: ReadonlyArray<string | number>): string => JSON.stringify(fields)

/** Orders texts by their characters, as a store does. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
