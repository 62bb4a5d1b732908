import type { Day } from '../../core/time.ts'
import type { Reference } from '../../fold/entity.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import type { DayRange } from '../../store/analytic/rows.ts'
import type { Planned } from '../planned.ts'
import type { LearnOf } from './decide-causes.ts'
import type { ReplayedOne } from './replay-alone.ts'
import { replayCauses } from './replay-causes.ts'
import { streamCases } from './stream-cases.ts'
import { streamTriggeredEvents } from './stream-triggered-events.ts'
import { NOTHING_BEFORE, openRules, toJudgeInput } from './to-judge-input.ts'

export type TellingCauses = {
  readonly planned: Planned
  readonly days: DayRange
  readonly reference: Reference | null
  readonly learn: LearnOf
  /** Causes are found of the changes from this day on. */
  readonly toldFrom: Day
  /** Accounts that are held until they are read once more, all at once; default 1,000. */
  readonly together?: number
}

/**
 * Finds the causes of what a replay tells. Accounts of which something is told are read once more: what was judged, perhaps on another thread, is judged without
 * some of it. However many accounts there are, a page of them is held.
 */
export async function* tellCauses(
  store: AnalyticStore,
  telling: TellingCauses,
  judged: AsyncIterable<ReplayedOne>,
): AsyncGenerator<ReplayedOne> {
  const { toldFrom, together = 1_000 } = telling
  let page = new Map<number, ReplayedOne>()
  for await (const one of judged) {
    if (one.transitions.every(({ asOf }) => asOf < toldFrom)) {
      yield one
      continue
    }
    page.set(one.account, one)
    if (page.size < together) continue
    yield* tellPage(store, telling, page)
    page = new Map()
  }
  if (page.size > 0) yield* tellPage(store, telling, page)
}

async function* tellPage(
  store: AnalyticStore,
  { planned, days, reference, learn, toldFrom }: TellingCauses,
  page: ReadonlyMap<number, ReplayedOne>,
): AsyncGenerator<ReplayedOne> {
  const accounts = Int32Array.from(page.keys())
  const { fact, actor } = store.dictionary
  const rules = openRules({ planned, days, view: 'decision', reference, factId: fact.idOf, actorKey: actor.keyOf })
  const events = streamTriggeredEvents(store, planned.model, { accounts, days })
  for await (const one of streamCases({ store, planned, accounts, days, events, view: 'decision' })) {
    const { account, transitions, states } = page.get(one.account)!
    const input = toJudgeInput(rules, one, NOTHING_BEFORE)
    const before = transitions.filter(({ asOf }) => asOf < toldFrom)
    const since = transitions.filter(({ asOf }) => asOf >= toldFrom)
    yield { account, transitions: [...before, ...(await replayCauses(input, since, learn({ account })))], states }
  }
}
