import { phraseMetric } from '../../contract/phrase-metric.ts'
import type { PresetComparison } from '../../contract/preset-comparison.ts'
import { renderTable } from './render-table.ts'

type Row = PresetComparison['metrics'][number]

/** A line for each metric, a column for each preset, and a star where they differ. */
export function renderComparison({ month, currency, metrics }: PresetComparison): string {
  const columns = (['default', 'stripe', 'chartmogul', 'baremetrics'] as const).map((preset) => ({
    head: preset,
    number: true,
    cell: ({ values, unit }: Row) => {
      const value = values[preset]
      return value === null ? '–' : phraseMetric(value, { unit, currency })
    },
  }))
  const differs = { head: '', cell: (row: Row) => (row.differs ? '*' : '') }
  const title = { head: `in ${month}`, cell: (row: Row) => row.title }
  return [renderTable([title, ...columns, differs], metrics), '', '* they do not count it alike.'].join('\n')
}
