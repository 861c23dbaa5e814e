export { processesCommand } from "./processesCommand.ts"
export { requestCommand } from "./requestCommand.ts"
