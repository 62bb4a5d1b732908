import type { SignalDraft } from '../draft.ts'
import type { Level } from '../expression.ts'
import type { SignalType } from '../model.ts'
import type { ConditionBuilder } from './condition.ts'
import type { Prediction } from './outcome.ts'
import { type Where, whereList } from './property.ts'
import type { Days } from './window.ts'

/** A signal being defined; each call gives a new one. `Refs`: the names it mentions. */
export class SignalBuilder<Refs extends string = string> {
  readonly draft: SignalDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: SignalDraft) {
    this.draft = draft
  }
  /** Which entities it applies to; leaving it closes an open episode. Default all of the level. */
  for<R extends string>(condition: ConditionBuilder<R>): SignalBuilder<Refs | R> {
    return this.with({ for: condition.draft })
  }
  /** Judges at each event of this name instead of at the close of the day. */
  on<const E extends string>(event: E, where?: Where): SignalBuilder<Refs | `event.${E}`> {
    return this.with({ on: { event, where: whereList(where) } })
  }
  /** Opens when this is true. */
  when<R extends string>(condition: ConditionBuilder<R>): SignalBuilder<Refs | R> {
    return this.with({ when: condition.draft })
  }
  /** Closes when this is true; weaker than `when`, so that it does not flicker. Default: when `when` is false. */
  until<R extends string>(condition: ConditionBuilder<R>): SignalBuilder<Refs | R> {
    return this.with({ until: condition.draft })
  }
  /** Opens after this many judgements in a row. Default 1. */
  minimum(judgements: number): SignalBuilder<Refs> {
    return this.with({ minimum: judgements })
  }
  /** Cannot open again for so long after it closed; an event signal also closes after so long without a match. Default none. */
  cooldown(span: Days | number): SignalBuilder<Refs> {
    return this.with({ cooldownDays: typeof span === 'object' ? span.days : span })
  }
  /** Raises an open episode when this becomes true. */
  escalate<R extends string>(condition: ConditionBuilder<R>): SignalBuilder<Refs | R> {
    return this.with({ escalate: condition.draft })
  }
  /** The outcome it announces: `outcome('churned').within(days(60))`. */
  predicts<const O extends string>(prediction: Prediction<O>): SignalBuilder<Refs | `outcome.${O}`> {
    return this.with({ predicts: { outcome: prediction.outcome, withinDays: prediction.withinDays } })
  }
  /** What to do about it, by whom, how often. */
  suggest(action: { readonly team: string; readonly action: string; readonly cadence?: string }): SignalBuilder<Refs> {
    return this.with({ suggest: { team: action.team, action: action.action, cadence: action.cadence ?? 'once' } })
  }
  /** Whom it is about; default accounts. */
  level(level: Level): SignalBuilder<Refs> {
    return this.with({ level })
  }
  /** Defined, but not judged. */
  off(): SignalBuilder<Refs> {
    return this.with({ enabled: false })
  }
  private with<R extends string>(change: Partial<SignalDraft>): SignalBuilder<R> {
    return new SignalBuilder({ ...this.draft, ...change })
  }
}

/** A named condition that means something. At account level, judged at each day's close, unless said otherwise. */
export function signal(type: SignalType): SignalBuilder<never> {
  return new SignalBuilder({
    type,
    level: 'account',
    for: null,
    on: null,
    when: null,
    until: null,
    minimum: 1,
    cooldownDays: 0,
    escalate: null,
    predicts: null,
    suggest: null,
    enabled: true,
  })
}
