import type { MetricWho } from '../../contract/metric-who.ts'
import { counted } from '../counted.ts'
import { printable } from './render-table.ts'

const SHOWN = 50

/** Whom a metric counts by their keys, and the rest of those it is a share of. */
export function renderMetricWho({ title, as_of, of, counted: own, rest }: MetricWho): string {
  if (of === null || own === null) return `${title}, ${as_of}: it is made of nobody, or cannot be told.`
  const part = (name: string, list: NonNullable<MetricWho['counted']>): string[] => {
    const keys = list.data.slice(0, SHOWN).map(({ account, person }) => printable(`  ${account ?? person ?? ''}`))
    const more = list.total > keys.length ? [`  and ${list.total - keys.length} more; --json has the first 1,000`] : []
    return [`${name}: ${counted(list.total, of)}`, ...keys, ...more]
  }
  return [`${title}, ${as_of}`, ...part('counted', own), ...(rest === null ? [] : part('not counted', rest))].join('\n')
}
