import type { AsyncCommand } from "fast-check"
import { count } from "./Figures.ts"
import type { Invariants } from "./Invariants.ts"
import type { Playing, Stage } from "./Stage.ts"
import type { Story } from "./Story.ts"

/** Numbers that a step decides by: which point, which day, how much. */
export interface Dice {
  readonly point: number
  readonly day: number
  readonly length: number
  readonly amount: number
}

/** What a step does, in words and in deed. */
export interface Deed {
  readonly words: string
  readonly play: (stage: Stage, playing: Playing) => Promise<void>
}

/** A step's deed in a story; none where it cannot be. */
export type Kind = (story: Story, dice: Dice) => Deed | undefined

/** A story under way. */
export interface Real {
  readonly stage: Stage
  readonly invariants: Invariants
  /** What has been done, in words. */
  readonly trace: Array<string>
}

/** A step as fast-check plays it: the deed, then all that must hold. */
export class Step implements AsyncCommand<Story, Real> {
  private readonly kind: Kind
  private readonly dice: Dice
  private readonly playing: Playing

  constructor(kind: Kind, dice: Dice, playing: Playing) {
    this.kind = kind
    this.dice = dice
    this.playing = playing
  }

  check(story: Readonly<Story>): boolean {
    return this.kind(story as Story, this.dice) !== undefined
  }

  async run(story: Story, { invariants, stage, trace }: Real): Promise<void> {
    const deed = this.kind(story, this.dice)!
    const { crash, isLate } = this.playing
    const crashes = stage.figures.crashes
    stage.figures.steps += 1
    count(stage.figures, this.kind.name)
    try {
      await deed.play(stage, this.playing)
    } finally {
      const crashed = crash !== undefined && stage.figures.crashes > crashes
      trace.push(`${deed.words}${isLate ? ", late" : ""}${crashed ? `, and a crash ${stage.system.lastCrash}` : ""}`)
    }
    await invariants.hold(stage)
  }

  toString(): string {
    return this.kind.name
  }
}
