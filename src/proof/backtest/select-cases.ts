import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { labelMoment, type MomentLabel } from '../panel/label-moment.ts'
import { panelWindows } from '../panel/panel-windows.ts'
import { type Ground, rowAround } from './ground.ts'
import type { Episode, ProvedSignal } from './proved-signal.ts'

/** One opening that is tested: of each entity the first in 90 days, so that those that open again and again do not outweigh the others. */
export type Case = Episode & {
  readonly label: MomentLabel
  readonly decidedAt: Millis | null
  /** Row of the panel around the opening; null: none. */
  readonly row: number | null
}

export type Cases = {
  readonly all: readonly Case[]
  readonly counts: Readonly<Record<MomentLabel, number>>
}

/** Of openings within so many days, the first is tested. */
export const ONCE_IN_DAYS = 90

export function windowsOf({ gapDays, withinDays }: Pick<ProvedSignal, 'gapDays' | 'withinDays'>) {
  return panelWindows({ observation: Number.POSITIVE_INFINITY, gap: gapDays, horizon: withinDays - gapDays })
}

/** The openings that are tested, with what became of each. */
export function selectCases(
  ground: Ground,
  signal: Pick<ProvedSignal, 'outcome' | 'gapDays' | 'withinDays' | 'episodes'>,
): Cases {
  const { entities, outcomes } = ground.panel
  const which = outcomes.indexOf(signal.outcome)
  const windows = windowsOf(signal)
  const counts = { positive: 0, negative: 0, in_gap: 0, censored: 0, not_at_risk: 0, untold: 0 }
  const all = firstInNinetyDays(signal.episodes).map((episode) => {
    const { followed, outcomes: dated } = entities[episode.entity]!
    const labelled = labelMoment(dated[which]!, episode.openedAt, { followed, windows })
    counts[labelled.label] += 1
    return { ...episode, ...labelled, row: rowAround(ground, episode.entity, episode.openedAt) }
  })
  return { all, counts }
}

function firstInNinetyDays(episodes: readonly Episode[]): Episode[] {
  const taken: Episode[] = []
  for (const episode of episodes) {
    const last = taken.at(-1)
    const again = last !== undefined && last.entity === episode.entity
    if (!again || episode.openedAt - last.openedAt >= ONCE_IN_DAYS * MS_PER_DAY) taken.push(episode)
  }
  return taken
}
