import type { MilestoneDraft } from '../draft.ts'
import type { Level } from '../expression.ts'
import type { MilestoneCategory } from '../model.ts'
import { ConditionBuilder } from './condition.ts'
import { addMisuse, extra, type Misuse } from './misuse.ts'
import { QuantityBuilder } from './quantity.ts'

/** A milestone being defined; each call gives a new one. `Refs`: the names it mentions. */
export class MilestoneBuilder<Refs extends string = string> {
  readonly draft: MilestoneDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: MilestoneDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
  /** Done once this has been true: `count('projectCreated').atLeast(1)`. It stays done. */
  when<R extends string>(condition: ConditionBuilder<R>, ...rest: readonly never[]): MilestoneBuilder<Refs | R> {
    return this.with({ when: condition.draft }, extra('when', rest))
  }
  /** How much of its category it is worth beside the others there; default 1. */
  weight(weight: number, ...rest: readonly never[]): MilestoneBuilder<Refs> {
    return this.with({ weight }, extra('weight', rest))
  }
  /** Not needed to be activated. */
  optional(...rest: readonly never[]): MilestoneBuilder<Refs> {
    return this.with({ required: false }, extra('optional', rest))
  }
  /** Only at this level of the activation. */
  level(level: Level, ...rest: readonly never[]): MilestoneBuilder<Refs> {
    return this.with({ level }, extra('level', rest))
  }
  private with<R extends string>(change: Partial<MilestoneDraft>, misuse: readonly Misuse[]): MilestoneBuilder<R> {
    return new MilestoneBuilder({ ...this.draft, ...change }, misuse)
  }
}

/** A milestone of the config, by its key. */
export class MilestoneMention<M extends string = string> {
  readonly name: M
  constructor(name: M) {
    this.name = name
  }
  /** It has been reached. */
  done(...rest: readonly never[]): ConditionBuilder<`milestone.${M}`> {
    const quantity = { kind: 'milestone', milestone: this.name, as: 'done' } as const
    return new ConditionBuilder({ kind: 'compare', quantity, op: '=', value: 1 }, extra('done', rest))
  }
  /** How near it is, 0 … 1: 3 of 5 tasks is 0.6. */
  progress(...rest: readonly never[]): QuantityBuilder<`milestone.${M}`> {
    return new QuantityBuilder({ kind: 'milestone', milestone: this.name, as: 'progress' }, extra('progress', rest))
  }
  /** Days of 24 hours from sign-up to it; unknown until it is done. */
  days(...rest: readonly never[]): QuantityBuilder<`milestone.${M}`> {
    return new QuantityBuilder({ kind: 'milestone', milestone: this.name, as: 'days' }, extra('days', rest))
  }
}

/**
 * With a category, a value moment of onboarding, being defined: `milestone('core').when(count('projectCreated').atLeast(1))`. With a key of the config's
 * milestones, that one: `milestone('firstProject').done()`.
 */
export function milestone<const M extends string>(
  name: M,
  ...rest: readonly never[]
): MilestoneMention<M> & (M extends MilestoneCategory ? MilestoneBuilder<never> : unknown)
export function milestone(name: string, ...rest: readonly never[]): MilestoneMention & MilestoneBuilder {
  const draft = { category: name as MilestoneCategory, when: null, weight: 1, required: true, level: null }
  const mention = new MilestoneMention(name)
  return Object.assign(new MilestoneBuilder(draft, extra('milestone', rest)), {
    name,
    done: mention.done,
    progress: mention.progress,
    days: mention.days,
  })
}
