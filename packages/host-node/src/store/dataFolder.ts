import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"

const name = "datahub-settlement"

/** What the choice of a folder depends on. */
export interface Account {
  readonly isRoot: boolean
  readonly home: string
  readonly dataHome: string | undefined
}

const ourAccount = (): Account => ({
  isRoot: process.getuid?.() === 0,
  home: homedir(),
  dataHome: process.env["XDG_DATA_HOME"]
})

/**
 * Where the database lives unless the operator says otherwise: root's below /var/lib, as a service's, an ordinary user's
 * where the user's other programs keep their data (XDG base directories; relative paths in them count as unset).
 */
export const defaultDataFolder = ({ dataHome, home, isRoot }: Account = ourAccount()): string => {
  if (isRoot) return `/var/lib/${name}`
  return join(dataHome !== undefined && isAbsolute(dataHome) ? dataHome : join(home, ".local", "share"), name)
}
