import { BaseSequencer, type TestSpecification } from "vitest/node"

/** Files whose tests take longest, longest first: `.ci/run` prints which they are. */
export const longest: ReadonlyArray<string> = [
  "bench/src/chaos/chaos.test.ts",
  "packages/host-node/test/demo/demo.test.ts",
  "test/dockerfile.test.ts",
  "packages/host-node/test/processes/lifecycle.test.ts",
  "packages/core/test/agreement.property.test.ts",
  "packages/host-node/test/processes/commands.test.ts",
  "packages/host-node/src/import/heatingImport.test.ts",
  "packages/host-node/src/run/settleRun.test.ts",
  "packages/host-node/src/run/settleRunScope.test.ts"
]

const rank = ({ moduleId }: Pick<TestSpecification, "moduleId">): number => {
  const place = longest.findIndex((path) => moduleId.endsWith(`/${path}`))
  return place === -1 ? longest.length : place
}

export const longestFirst = <File extends Pick<TestSpecification, "moduleId">>(
  files: ReadonlyArray<File>
): Array<File> => files.toSorted((a, b) => rank(a) - rank(b))

/** Begins with what takes longest: begun last, one file would keep a single core busy at the end of a run. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    return longestFirst(await super.sort(files))
  }
}
