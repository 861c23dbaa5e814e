export { deadLettersCommand } from "./deadLettersCommand.ts"
export { messagesCommand } from "./messagesCommand.ts"
export { outboxCommand } from "./outboxCommand.ts"
export { parkedCommand } from "./parkedCommand.ts"
