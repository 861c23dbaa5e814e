import * as aconto from "./acontoSteps.ts"
import * as late from "./lateSteps.ts"
import * as news from "./newsSteps.ts"
import * as processes from "./processSteps.ts"
import * as requests from "./requestSteps.ts"
import * as runs from "./runSteps.ts"
import type { Kind } from "./Step.ts"
import * as supply from "./supplySteps.ts"

/** Steps and how often each comes. */
export const kinds: ReadonlyArray<readonly [weight: number, kind: Kind]> = [
  [3, supply.otherSupplier],
  [3, supply.givenBack],
  [3, supply.moveIn],
  [2, supply.moveOut],
  [3, supply.erroneousMove],
  [4, requests.signsUp],
  [1, supply.earlierMoveOut],
  [1, supply.earlierMoveIn],
  [2, requests.withdraws],
  [3, requests.reportsMove],
  [4, late.signsUpInVain],
  [3, late.withdrawsInVain],
  [3, late.reportsInVain],
  [5, late.supportSays],
  [5, late.answersLate],
  [3, processes.reportsSwitch],
  [3, processes.askedBack],
  [2, processes.reportsMoveOut],
  [2, processes.endsSupply],
  [5, news.readings],
  [2, news.missingReadings],
  [5, news.allReadings],
  [4, news.price],
  [4, news.link],
  [2, news.asksFee],
  [1, news.chargeEnds],
  [2, news.childMoves],
  [2, news.childLinks],
  [3, news.agrees],
  [2, news.spotChanges],
  [2, aconto.agreesAconto],
  [1, aconto.stopsAconto],
  [8, runs.settleMonth],
  [5, runs.settleCorrections],
  [3, runs.goOn],
  [5, runs.comesLate],
  [3, runs.comesAgain],
  [5, runs.daysPass]
]
