import type { Millis } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Ground } from './ground.ts'
import type { Episode, ProvedSignal } from './proved-signal.ts'
import { windowsOf } from './select-cases.ts'

/** Of the outcomes that a signal could have announced, those that it did. */
export type Recall = { readonly outcomes: number; readonly caught: number; readonly rate: Interval | null }

const ALWAYS = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }

/**
 * Outcomes of which the whole time before is recorded, and whether the signal opened in it: not earlier than its days before, and not within the gap. Where an
 * outcome can come again and again, one that follows another within these days is not counted. `decided`: only outcomes whose days lie within.
 */
export function measureRecall(
  { panel }: Ground,
  signal: ProvedSignal,
  decided: { readonly from: Millis; readonly until: Millis } = ALWAYS,
): Recall {
  const which = panel.outcomes.indexOf(signal.outcome)
  const { gap, horizon } = windowsOf(signal)
  const opened = openingsBy(signal.episodes)
  let [outcomes, caught] = [0, 0]
  panel.entities.forEach(({ followed, outcomes: dated, signUp }, entity) => {
    const since = Math.max(followed.from, signUp ?? followed.from)
    let last = Number.NEGATIVE_INFINITY
    for (const { decided: at } of dated[which]!.dates) {
      const from = at - gap - horizon
      const isNew = last < from
      last = at
      const isSeen = from >= followed.from && at <= followed.until && at > since + gap
      if (!isNew || !isSeen || from < decided.from || at > decided.until) continue
      outcomes += 1
      if ((opened.get(entity) ?? []).some((openedAt) => openedAt >= from && openedAt < at - gap)) caught += 1
    }
  })
  return { outcomes, caught, rate: estimateProportion({ successes: caught, total: outcomes }) }
}

function openingsBy(episodes: readonly Episode[]): ReadonlyMap<number, readonly Millis[]> {
  const opened = new Map<number, Millis[]>()
  for (const { entity, openedAt } of episodes) {
    const own = opened.get(entity)
    if (own === undefined) opened.set(entity, [openedAt])
    else own.push(openedAt)
  }
  return opened
}
