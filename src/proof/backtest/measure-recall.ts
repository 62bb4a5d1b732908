import type { Millis } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Ground } from './ground.ts'
import type { Episode, ProvedSignal } from './proved-signal.ts'
import { windowsOf } from './select-cases.ts'

/** Of the outcomes that a signal could have announced, those that it did. */
export type Recall = { readonly outcomes: number; readonly caught: number; readonly rate: Interval | null }

/**
 * Outcomes of which the whole time before is recorded, and whether the signal opened in it: not earlier than its days before, and not within the gap. Where an
 * outcome can come again and again, one that follows another within these days is not counted.
 */
export function measureRecall({ panel }: Ground, signal: ProvedSignal): Recall {
  const which = panel.outcomes.indexOf(signal.outcome)
  const { gap, horizon } = windowsOf(signal)
  const opened = openingsBy(signal.episodes)
  let [outcomes, caught] = [0, 0]
  panel.entities.forEach(({ followed, outcomes: dated, signUp }, entity) => {
    const since = Math.max(followed.from, signUp ?? followed.from)
    let last = Number.NEGATIVE_INFINITY
    for (const { decided } of dated[which]!.dates) {
      const from = decided - gap - horizon
      const isNew = last < from
      last = decided
      if (!isNew || decided > followed.until || decided <= since + gap || from < followed.from) continue
      outcomes += 1
      if ((opened.get(entity) ?? []).some((at) => at >= from && at < decided - gap)) caught += 1
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
