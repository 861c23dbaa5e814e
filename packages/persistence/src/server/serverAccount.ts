import { stat } from "node:fs/promises"
import { dirname, parse } from "node:path"

/** The account that the server's processes run as; `undefined` means: the one that the host runs as. */
export interface ServerAccount {
  readonly uid: number
  readonly gid: number
}

/** Nobody: the account that is there on every Unix system and owns nothing. */
const nobody: ServerAccount =
  process.platform === "darwin" ? { uid: 4_294_967_294, gid: 4_294_967_294 } : { uid: 65_534, gid: 65_534 }

/** True where PostgreSQL refuses to run as we are: it never runs as root. */
export const runsAsRoot = (): boolean => process.getuid?.() === 0

/**
 * Whom the server runs as: ourselves, or, started as root, the owner of the data; a folder of root's is served by
 * nobody.
 */
export const serverAccount = (owner: ServerAccount | undefined): ServerAccount | undefined => {
  if (!runsAsRoot()) return undefined
  return owner === undefined || owner.uid === 0 ? nobody : owner
}

const mayEnter = (
  account: ServerAccount,
  folder: { readonly uid: number; readonly gid: number; readonly mode: number }
): boolean => {
  const shift = folder.uid === account.uid ? 6 : folder.gid === account.gid ? 3 : 0
  return ((folder.mode >> shift) & 1) === 1
}

/** The first folder from the root of the file system down to `folder` that the account may not enter. */
export const closedFolder = async (folder: string, account: ServerAccount): Promise<string | undefined> => {
  const above = dirname(folder)
  const closedAbove = folder === parse(folder).root || above === folder ? undefined : await closedFolder(above, account)
  if (closedAbove !== undefined) return closedAbove
  return mayEnter(account, await stat(folder)) ? undefined : folder
}
