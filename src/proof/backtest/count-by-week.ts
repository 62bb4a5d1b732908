import type { Panel } from '../panel/panel.ts'
import { weekOf } from './ground.ts'
import type { Episode } from './proved-signal.ts'

/** How many opened in each whole week of a weekly panel, the first first. */
export function countByWeek(panel: Pick<Panel, 'asOfs'>, episodes: readonly Episode[]): Float64Array {
  const weeks = Math.max(0, panel.asOfs.length - 1)
  const byWeek = new Float64Array(weeks)
  for (const { openedAt } of episodes) {
    const week = weekOf(panel, openedAt)
    if (week >= 0 && week < weeks) byWeek[week]! += 1
  }
  return byWeek
}
