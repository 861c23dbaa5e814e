/** One forward step of the schema. Once released its text never changes: the checksum in the database says so. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly level: number
  readonly name: string
  readonly statements: string
}
