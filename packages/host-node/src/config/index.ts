export { configCommand } from "./configCommand.ts"
export type { HostConfig } from "./configKeys.ts"
export { configFlag, ConfigUnusable, loadConfig, storeFlagsOf } from "./loadConfig.ts"
