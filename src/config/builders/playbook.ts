import { DEFAULT_BREAKER, DEFAULT_PRIORITY, NO_GUARD } from '../playbooks/playbook.ts'
import type { PlaybookDraft } from '../playbooks/written-playbook.ts'
import type { ConditionBuilder } from './condition.ts'
import { addMisuse, badList, badOptions, extra, type Misuse } from './misuse.ts'
import type { StepBuilder } from './playbook-step.ts'
import type { TriggerBuilder } from './playbook-trigger.ts'
import { type Days, spanOf } from './window.ts'

type RefsOf<S> = S extends StepBuilder<infer R> ? R : never
type Most = { readonly perHour?: number; readonly breaker?: number }

/** A playbook being defined; each call gives a new one. `Refs`: the names it mentions. */
export class PlaybookBuilder<Refs extends string = string> {
  readonly draft: PlaybookDraft
  declare readonly refs: readonly Refs[]
  constructor(draft: PlaybookDraft, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
  /** Who may begin it, as of the last closed day. Default everybody. */
  among<R extends string>(condition: ConditionBuilder<R>, ...rest: readonly never[]): PlaybookBuilder<Refs | R> {
    return this.with({ among: condition.draft }, extra('among', rest))
  }
  /** The outcome for which it is there; who has it is through. */
  goal<const O extends string>(outcome: O, ...rest: readonly never[]): PlaybookBuilder<Refs | `outcome.${O}`> {
    return this.with({ goal: outcome }, extra('goal', rest))
  }
  /** Ends it as soon as the condition is true. */
  exit<R extends string>(condition: ConditionBuilder<R>, ...rest: readonly never[]): PlaybookBuilder<Refs | R> {
    return this.with({ exit: condition.draft }, extra('exit', rest))
  }
  /** Ends it when the signal, or the stay in the band, that began it is over. */
  whileOpen(...rest: readonly never[]): PlaybookBuilder<Refs> {
    return this.with({ whileOpen: true }, extra('whileOpen', rest))
  }
  /** May begin again: after so long, or without a span with each occurrence, even beside the one before. Default once the one before is through. */
  again(span?: Days, ...rest: readonly never[]): PlaybookBuilder<Refs> {
    if (span === undefined) return this.with({ again: 'each' }, extra('again', rest))
    const { days, misuse = [] } = spanOf('again()', span)
    return this.with({ again: { days } }, [...misuse, ...extra('again', rest)])
  }
  /** Nobody begins it twice. */
  once(...rest: readonly never[]): PlaybookBuilder<Refs> {
    return this.with({ again: 'once' }, extra('once', rest))
  }
  /** 0 … 9: when a cap leaves room for one message only, the highest gets it. Default 5. */
  priority(priority: number, ...rest: readonly never[]): PlaybookBuilder<Refs> {
    return this.with({ priority }, extra('priority', rest))
  }
  /** Messages an hour (default any number), and how many may begin it within a day before it pauses itself and asks (default 500). */
  atMost(most: Most, ...rest: readonly never[]): PlaybookBuilder<Refs> {
    return this.with({ perHour: most.perHour ?? null, breaker: most.breaker ?? DEFAULT_BREAKER }, [
      ...badOptions('atMost', most, ['perHour', 'breaker']),
      ...extra('atMost', rest),
    ])
  }
  /**
   * Leaves a share of the accounts alone, by lot, to learn whether it helps; `'off'`: nobody. By default a fifth where messages go to users without anybody's doing, about no
   * failed payment, and what that shows is worth having. `experiment`: its name (default that of the playbook); one that was planned by hand under it is taken.
   */
  holdout(share: number | 'off', options?: { readonly experiment: string }): PlaybookBuilder<Refs> {
    if (share === 'off') return this.with({ holdout: 'off' }, [])
    return this.with(
      { holdout: { share, experiment: options?.experiment ?? '' } },
      options === undefined ? [] : badOptions('holdout', options, ['experiment']),
    )
  }
  /**
   * What must not get worse: `{ events: ['ticket'], margin: 0.01, perAccount: 0.1 }`. Where those treated are certainly worse than those left alone, by more than a point in
   * the goal or more than a tenth of such an event for each account, it pauses itself. Default no events, and no margin.
   */
  guard<const E extends string = never>(
    given: { readonly events?: readonly E[]; readonly margin?: number; readonly perAccount?: number },
    ...rest: readonly never[]
  ): PlaybookBuilder<Refs | `event.${E}`> {
    const { events = [], margin = 0, perAccount = 0 } = given
    return this.with({ guard: { events: [...events], margin, perAccount } }, [
      ...badOptions('guard', given, ['events', 'margin', 'perAccount']),
      ...badList('guard', events),
      ...extra('guard', rest),
    ])
  }
  /** Puts it into a group of `outreach.exclusive`: an account is in one of the group at a time, that of the higher priority where several begin at once. */
  exclusive<const G extends string>(group: G, ...rest: readonly never[]): PlaybookBuilder<Refs | `exclusive.${G}`> {
    return this.with({ exclusive: group }, extra('exclusive', rest))
  }
  /** What is done, one after the other. */
  do<const S extends readonly StepBuilder<string>[]>(...steps: S): PlaybookBuilder<Refs | RefsOf<S[number]>> {
    return this.with({ steps: steps.map(({ draft }) => draft) }, [])
  }
  /** Nobody begins it. Who is inside stays where they are. */
  off(...rest: readonly never[]): PlaybookBuilder<Refs> {
    return this.with({ enabled: false }, extra('off', rest))
  }
  private with(change: Partial<PlaybookDraft>, misuse: readonly Misuse[]): PlaybookBuilder<Refs> {
    return new PlaybookBuilder({ ...this.draft, ...change }, misuse)
  }
}

/** From a signal to what is done about it: `playbook(opens('slowDrop')).goal('retained').do(send({ … }), wait(days(3)), addTask({ … }))`. */
export function playbook<R extends string>(trigger: TriggerBuilder<R>, ...rest: readonly never[]): PlaybookBuilder<R> {
  return new PlaybookBuilder(
    {
      ...{ trigger: trigger.draft, among: null, goal: null, exit: null, whileOpen: false, again: 'free' },
      ...{ priority: DEFAULT_PRIORITY, perHour: null, breaker: DEFAULT_BREAKER, holdout: null },
      ...{ guard: NO_GUARD, exclusive: null },
      ...{ steps: [], enabled: true },
    },
    extra('playbook', rest),
  )
}
