declare module "pg-copy-streams" {
  import type { Submittable } from "pg"
  import type { Readable, Writable } from "node:stream"

  /** COPY … FROM STDIN: write the data, then end; `rowCount` is what the server took. */
  export const from: (statement: string) => Writable & Submittable & { readonly rowCount: number }
  /** COPY … TO STDOUT: chunks do not respect the borders of rows. */
  export const to: (statement: string) => Readable & Submittable & { readonly rowCount: number }
}
