export { configCommand } from "./configCommand.ts"
export type { HostConfig } from "./configKeys.ts"
export { configFlag, ConfigUnusable, loadConfig, loadNotedConfig, storeFlagsOf } from "./loadConfig.ts"
