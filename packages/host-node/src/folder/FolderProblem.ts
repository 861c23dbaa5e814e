/** Something in a folder that keeps it from being settled: where it is, what was expected, what stands there. */
export interface FolderProblem {
  /** Path inside the folder; undefined where the fault is not in one file. */
  readonly file?: string | undefined
  /** JSON path, or line and column. */
  readonly path?: string | undefined
  readonly expected?: string | undefined
  readonly actual?: string | undefined
  /** All of it in one sentence, without the file. */
  readonly message: string
  /** Tag of the error it comes from: `CimError`, `MissingReading` … */
  readonly kind: string
  /** The metering point it is about, where it is about one. */
  readonly gsrn?: string | undefined
  /** Key of the charge, or the price, that it is about. */
  readonly charge?: string | undefined
  /** When, in UTC. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Something worth knowing that keeps nothing from being settled: a file left alone, a row that cannot be used. */
export interface FolderNotice {
  readonly file?: string | undefined
  readonly message: string
}

/** One problem as text for a person. */
export const problemText = ({ file, message }: FolderProblem | FolderNotice): string =>
  file === undefined ? message : `${file}: ${message}`

/** A fault at a place in a file. */
export const faultAt = (file: string, kind: string, path: string, expected: string, actual: string): FolderProblem => ({
  file,
  kind,
  path,
  expected,
  actual,
  message: `${path}: expected ${expected}, got ${actual}`
})
