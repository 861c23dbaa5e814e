import type { Gsrn } from "@datahub-settlement/core"
import type { Path } from "effect"

/** Where invoices go: one file for a single metering point, one named after each where there are several. */
export interface InvoiceTarget {
  /** The file for a single point. */
  readonly file: string
}

/** `--html`, or `out/<folder>/invoice.html` below the current folder. */
export const invoiceTarget = (path: Path.Path, folder: string, html: string | undefined): InvoiceTarget => ({
  file: path.resolve(html ?? path.join("out", path.basename(path.resolve(folder)), "invoice.html"))
})

/** Whether a file lies in a folder: results are never written among what they are made from. */
export const liesIn = (path: Path.Path, folder: string, file: string): boolean => {
  const relative = path.relative(path.resolve(folder), file)
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative)
}

/** The file of one point: `invoice-571313999000001017.html` where there are several. */
export const invoicePath = (path: Path.Path, { file }: InvoiceTarget, gsrn: Gsrn, several: boolean): string => {
  if (!several) return file
  const { dir, ext, name } = path.parse(file)
  return path.join(dir, `${name}-${gsrn}${ext}`)
}
