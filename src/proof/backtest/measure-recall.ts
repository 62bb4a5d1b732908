import type { Millis } from '../../core/time.ts'
import type { Interval } from '../../stats/interval.ts'
import { estimateProportion } from '../../stats/proportions/estimate-proportion.ts'
import type { Ground } from './ground.ts'
import type { Episode, ProvedSignal } from './proved-signal.ts'
import { windowsOf } from './select-cases.ts'

/** Of the outcomes that a signal could have announced, those that it did. */
export type Recall = { readonly outcomes: number; readonly caught: number; readonly rate: Interval | null }

/** An outcome that a signal could have announced, by opening from `from` on and before `until`. */
export type Awaited = { readonly from: Millis; readonly until: Millis; readonly decided: Millis }

/**
 * By entity, outcomes of which the whole time before is recorded: the signal may open not earlier than its days before, and not within the gap. Where an outcome
 * can come again and again, one that follows another within these days is not counted.
 */
export function listAwaited(
  { panel }: Pick<Ground, 'panel'>,
  signal: Pick<ProvedSignal, 'outcome' | 'gapDays' | 'withinDays'>,
): Awaited[][] {
  const which = panel.outcomes.indexOf(signal.outcome)
  const { gap, horizon } = windowsOf(signal)
  return panel.entities.map(({ followed, outcomes: dated, signUp }) => {
    const since = Math.max(followed.from, signUp ?? followed.from)
    let last = Number.NEGATIVE_INFINITY
    return dated[which]!.dates.flatMap(({ decided }): Awaited[] => {
      const from = decided - gap - horizon
      const isNew = last < from
      last = decided
      const isSeen = from >= followed.from && decided <= followed.until && decided > since + gap
      return isNew && isSeen ? [{ from, until: decided - gap, decided }] : []
    })
  })
}

/** Of these outcomes, those in whose time the signal opened. */
export function measureRecall(ground: Ground, signal: ProvedSignal): Recall {
  const opened = openingsBy(signal.episodes)
  let [outcomes, caught] = [0, 0]
  listAwaited(ground, signal).forEach((awaited, entity) => {
    outcomes += awaited.length
    const own = opened.get(entity) ?? []
    for (const { from, until } of awaited) if (own.some((at) => at >= from && at < until)) caught += 1
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
