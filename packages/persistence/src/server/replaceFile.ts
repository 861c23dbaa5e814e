import { open, rename, rm } from "node:fs/promises"
import type { ServerAccount } from "./serverAccount.ts"

/**
 * Writes a file whole, in place of the one there. Started as root we write into folders of other accounts: a link that
 * somebody put there must not lead us to overwrite, or to give away, what it points to.
 */
export const replaceFile = async (path: string, text: string, mode: number, owner?: ServerAccount): Promise<void> => {
  const aside = `${path}.new`
  await rm(aside, { force: true })
  const file = await open(aside, "wx", mode)
  try {
    await file.writeFile(text)
    if (owner !== undefined) await file.chown(owner.uid, owner.gid)
  } finally {
    await file.close()
  }
  await rename(aside, path)
}
