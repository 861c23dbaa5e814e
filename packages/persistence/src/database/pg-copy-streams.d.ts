declare module "pg-copy-streams" {
  import type { Submittable } from "pg"
  import type { Writable } from "node:stream"

  /** COPY … FROM STDIN: write the data, then end; `rowCount` is what the server took. */
  export const from: (statement: string) => Writable & Submittable & { readonly rowCount: number }
}
