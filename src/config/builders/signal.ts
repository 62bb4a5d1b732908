import type { SignalDraft } from '../draft.ts'
import type { Level } from '../expression.ts'
import type { SignalType } from '../model.ts'
import type { Cadence } from '../worklist.ts'
import type { ConditionBuilder } from './condition.ts'
import type { DetectorBuilder } from './detector.ts'
import { addMisuse, badOptions, extra, type Misuse } from './misuse.ts'
import type { Prediction } from './outcome.ts'
import { type Where, whereList } from './property.ts'
import { type Days, spanOf } from './window.ts'

/** A signal being defined; each call gives a new one. `Refs`: the names it mentions. */
export class SignalBuilder<Refs extends string = string> {
  readonly draft: SignalDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: SignalDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
  /** Which entities it applies to; leaving it closes an open episode. Default all of the level. */
  for<R extends string>(condition: ConditionBuilder<R>, ...rest: readonly never[]): SignalBuilder<Refs | R> {
    return this.with({ for: condition.draft }, extra('for', rest))
  }
  /** Judges at each event of this name instead of at the close of the day. */
  on<const E extends string>(event: E, where?: Where, ...rest: readonly never[]): SignalBuilder<Refs | `event.${E}`> {
    return this.with({ on: { event, where: whereList(where) } }, extra('on', rest))
  }
  /** Opens when this is true. */
  when<R extends string>(condition: ConditionBuilder<R>, ...rest: readonly never[]): SignalBuilder<Refs | R> {
    return this.with({ when: condition.draft }, extra('when', rest))
  }
  /** Closes when this is true; weaker than `when`, so that it does not flicker. Default: when `when` is false. */
  until<R extends string>(condition: ConditionBuilder<R>, ...rest: readonly never[]): SignalBuilder<Refs | R> {
    return this.with({ until: condition.draft }, extra('until', rest))
  }
  /** Opens after this many judgements in a row. Default 1. */
  minimum(judgements: number, ...rest: readonly never[]): SignalBuilder<Refs> {
    return this.with({ minimum: judgements }, extra('minimum', rest))
  }
  /** Cannot open again for so long after it closed; an event signal also closes after so long without a match. Default none. */
  cooldown(span: Days | number, ...rest: readonly never[]): SignalBuilder<Refs> {
    const { days, misuse = [] } = typeof span === 'object' ? spanOf('cooldown()', span) : { days: span }
    return this.with({ cooldownDays: days }, [...misuse, ...extra('cooldown', rest)])
  }
  /** Raises an open episode when this becomes true. */
  escalate<R extends string>(condition: ConditionBuilder<R>, ...rest: readonly never[]): SignalBuilder<Refs | R> {
    return this.with({ escalate: condition.draft }, extra('escalate', rest))
  }
  /**
   * Opens when the entity is far from its own usual, and closes when that level is back: `detects(slowDrop())`. Says itself when it opens and closes, in place of
   * when, until, minimum, cooldown and escalate.
   */
  detects<R extends string>(detector: DetectorBuilder<R>, ...rest: readonly never[]): SignalBuilder<Refs | R> {
    return this.with({ detector: detector.draft }, extra('detects', rest))
  }
  /** The outcome it announces: `outcome('churned').within(days(60))`. */
  predicts<const O extends string>(
    prediction: Prediction<O>,
    ...rest: readonly never[]
  ): SignalBuilder<Refs | `outcome.${O}`> {
    const { outcome, withinDays, misuse = [] } = prediction
    return this.with({ predicts: { outcome, withinDays } }, [...misuse, ...extra('predicts', rest)])
  }
  /** What to do about it, by whom, how often while it lasts; default once. */
  suggest<const T extends string>(
    action: { readonly team: T; readonly action: string; readonly cadence?: Cadence },
    ...rest: readonly never[]
  ): SignalBuilder<Refs | `team.${T}`> {
    const misuse = [...badOptions('suggest', action, ['team', 'action', 'cadence']), ...extra('suggest', rest)]
    return this.with(
      { suggest: { team: action.team, action: action.action, cadence: action.cadence ?? 'once' } },
      misuse,
    )
  }
  /** Whom it is about; default accounts. */
  level(level: Level, ...rest: readonly never[]): SignalBuilder<Refs> {
    return this.with({ level }, extra('level', rest))
  }
  /** Defined, but not judged. */
  off(...rest: readonly never[]): SignalBuilder<Refs> {
    return this.with({ enabled: false }, extra('off', rest))
  }
  private with<R extends string>(change: Partial<SignalDraft>, misuse: readonly Misuse[]): SignalBuilder<R> {
    return new SignalBuilder({ ...this.draft, ...change }, misuse)
  }
}

/** A named condition that means something. At account level, judged at each day's close, unless said otherwise. */
export function signal(type: SignalType, ...rest: readonly never[]): SignalBuilder<never> {
  const nothing: SignalDraft = {
    type,
    level: 'account',
    for: null,
    on: null,
    when: null,
    until: null,
    minimum: 1,
    cooldownDays: 0,
    escalate: null,
    detector: null,
    predicts: null,
    suggest: null,
    enabled: true,
  }
  return new SignalBuilder(nothing, extra('signal', rest))
}
