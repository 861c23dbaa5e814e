import { Command } from "effect/cli"
import { chargeLinkCommand } from "./chargeLinkRequest.ts"
import { erroneousMoveCommand, erroneousSwitchCommand, resumptionCommand } from "./correctionRequests.ts"
import { aggregationCommand, historyCommand, wholesaleCommand, yearlySumCommand } from "./dataRequests.ts"
import { electricHeatingCommand } from "./electricHeatingRequest.ts"
import { cancelCommand, endOfSupplyCommand, moveOutCommand } from "./endingRequests.ts"
import { customerDataCommand, moveInCommand, switchCommand } from "./signUpRequests.ts"

/** `datahub-settlement request`: what we ask of DataHub. */
export const requestCommand = Command.make("request").pipe(
  Command.withDescription(`Asks DataHub for something: begins the process, and puts its document into the outbox.

  It needs the configuration of \`serve\`, which then sends it. What DataHub would refuse is refused here, with every reason,
  and nothing is stored.`),
  Command.withShortDescription("Ask DataHub for a switch, a move, an end of supply, data …"),
  Command.withSubcommands([
    switchCommand,
    moveInCommand,
    customerDataCommand,
    electricHeatingCommand,
    cancelCommand,
    moveOutCommand,
    endOfSupplyCommand,
    erroneousSwitchCommand,
    erroneousMoveCommand,
    resumptionCommand,
    historyCommand,
    yearlySumCommand,
    aggregationCommand,
    wholesaleCommand,
    chargeLinkCommand
  ])
)
