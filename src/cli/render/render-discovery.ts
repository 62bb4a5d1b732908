import type { DiscoveryAnswer, DiscoveryEvidence, DiscoveryFind } from '../../contract/discovery.ts'
import { sayCount, sayRate, sayRatio, sayShare } from '../../proof/phrase/say-number.ts'
import { mixLines } from './render-mix.ts'
import { printable, renderTable } from './render-table.ts'

const VERDICTS = { keep: 'keep', tune: 'tune', drop: 'drop', not_enough_data: 'not enough data' } as const
const TAGS = {
  intent: 'intent: predicts, cannot be coached',
  same_people_as_first: 'mostly the same people as #1',
  depends_on_segment: 'depends on segment',
  not_above_placebo: 'no more than events without meaning',
  another_story: 'over all it would be another ratio: this one is among those alike',
} as const

/** The answer as a terminal shows it: what was found, how late it may come, and what to paste. */
export function renderDiscovery(answer: DiscoveryAnswer): string {
  const { finds } = answer
  return [
    answer.sentence,
    sayWhom(answer),
    ...(finds.length === 0 ? [] : [findTable(finds)]),
    ...(answer.more === 0 ? [] : [`${answer.more} more; --limit shows them.`]),
    ...pairLines(answer),
    ...dayTable(finds),
    ...(answer.config === null ? [] : [`For the configuration:\n\n${answer.config}`]),
    ...answer.warnings.map(printable),
  ].join('\n\n')
}

function sayWhom({ found_among, measured_among, left_out, landmark, placebo, cells }: DiscoveryAnswer): string {
  const range = ({ beginners, from, to }: DiscoveryAnswer['found_among']): string =>
    `${sayCount(beginners, 'newcomer')}${from === null ? '' : ` of ${from} to ${to}`}`
  const apart = [
    [left_out.decided, 'had decided by then'],
    [left_out.left, 'had left by then'],
    [left_out.too_early, 'are too young'],
    [left_out.never_used, 'never used the product'],
    [left_out.start_unknown, 'have no known beginning'],
    [left_out.untold, 'it cannot be told of'],
  ].filter(([count]) => count !== 0)
  const bar =
    placebo.bar === null
      ? ''
      : ` Events without meaning (${placebo.events.map(({ event }) => event).join(', ')}) reach ${placebo.bar.toFixed(1)}×.`
  return printable(
    `Found among ${range(found_among)} in ${sayCount(cells, 'cell')}, measured among ${range(measured_among)}, all undecided on day ${landmark}. In neither group: ${apart.map(([count, why]) => `${count} ${why}`).join(', ') || 'nobody'}.${bar}`,
  )
}

function findTable(finds: readonly DiscoveryFind[]): string {
  const rate = (one: DiscoveryEvidence['precision']): string => (one === null ? 'too few' : sayRate(one))
  return renderTable<DiscoveryFind>(
    [
      { head: '#', cell: ({ cluster }) => String(cluster), number: true },
      { head: 'step', cell: ({ title }) => title },
      {
        head: 'did it',
        cell: ({ evidence: { coverage } }) => (coverage === null ? '' : sayShare(coverage.estimate)),
        number: true,
      },
      { head: 'had it then', cell: ({ evidence }) => rate(evidence.precision), number: true },
      { head: 'the others', cell: ({ evidence }) => rate(evidence.without), number: true },
      {
        head: 'times',
        cell: ({ evidence: { ratio } }) => (ratio === null ? 'too few' : sayRatio(ratio)),
        number: true,
      },
      { head: 'correlation', cell: ({ evidence }) => correlationOf(evidence), number: true },
      {
        head: 'left of it',
        cell: ({ evidence: { shrinkage } }) => (shrinkage === null ? '' : sayShare(shrinkage)),
        number: true,
      },
      { head: 'day', cell: ({ median_day }) => median_day?.toFixed(0) ?? '', number: true },
      {
        head: 'verdict',
        cell: ({ evidence: { verdict }, role }) => (role === 'intent' ? 'signal' : VERDICTS[verdict]),
      },
      { head: '', cell: ({ tags }) => tags.map((tag) => TAGS[tag]).join('; ') },
    ],
    finds,
  )
}

function correlationOf({ phi, phi_ceiling }: DiscoveryEvidence): string {
  return phi === null ? '' : `${phi.estimate.toFixed(2)} of ${(phi_ceiling ?? 1).toFixed(2)}`
}

function pairLines({ pairs }: DiscoveryAnswer): string[] {
  if (pairs.length === 0) return []
  return [
    `Together they tell more:\n${pairs.map(({ title, evidence }) => `  ${printable(title)}: ${evidence.sentence}`).join('\n')}`,
  ]
}

/** How late the first find may come. */
function dayTable([first]: readonly DiscoveryFind[]): string[] {
  if (first === undefined) return []
  const rows = [
    ...first.by_day.map(({ day, reached, rate }) => ({ day: String(day), reached, rate })),
    { day: 'later or never', reached: first.never.beginners, rate: first.never.rate },
  ]
  const table = renderTable<(typeof rows)[number]>(
    [
      { head: 'got there on day', cell: ({ day }) => day, number: true },
      { head: 'newcomers', cell: ({ reached }) => String(reached), number: true },
      { head: 'had it then', cell: ({ rate }) => (rate === null ? '' : sayRate(rate)), number: true },
    ],
    rows,
  )
  const best =
    first.best_within_days === null ? '' : ` It tells most within ${sayCount(first.best_within_days, 'day')}.`
  return [
    `${printable(first.title.replace(/ within \d+ days?/, ''))}, by the day on which newcomers got there.${best}\n${[table, ...mixLines([first.mix])].join('\n')}`,
  ]
}
