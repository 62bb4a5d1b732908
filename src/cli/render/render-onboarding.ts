import type { Analyses } from '../../contract/analyze/analyses.ts'
import { counted } from '../counted.ts'
import { renderTable } from './render-table.ts'

type Answer = Analyses['onboarding']['answer']
type Row = Pick<Answer['rows'][number], 'newcomers' | 'outcomes' | 'rate'> & {
  readonly value: string
  readonly share: Answer['rows'][number]['share']
}

/** The table, what it adds up to, and how it may be read. */
export function renderOnboarding(
  answer: Answer,
  { by = 'milestones', outcome = 'converted', of = 'used' }: Analyses['onboarding']['asked'],
): string {
  const { rows, used, never_used, signed_up } = answer
  // Of statuses some cannot be: nobody is too early on day 30.
  const shown = by === 'status' ? rows.filter(({ newcomers }) => newcomers > 0) : rows
  const whole = of === 'used' ? [used] : []
  const sums = [
    ...whole.map((group) => ({ ...group, value: 'all who used it', share: null })),
    { ...never_used, value: 'never used it', share: null },
    { ...signed_up, value: 'all who signed up', share: null },
  ]
  const table = renderTable<Row>(
    [
      { head: by, cell: ({ value }) => value },
      { head: 'accounts', cell: ({ newcomers }) => newcomers.toLocaleString('en'), number: true },
      { head: 'share', cell: ({ share }) => percent(share), number: true },
      { head: outcome, cell: ({ outcomes }) => outcomes.toLocaleString('en'), number: true },
      { head: 'rate', cell: ({ rate }) => percent(rate), number: true },
    ],
    [...shown.map((row) => ({ ...row, value: row.part_of === null ? row.value : `  of these ${row.value}` })), ...sums],
  )
  const warnings = answer.warnings.map(({ message }) => message)
  return [answer.definition, '', table, '', ...renderDenominators(answer), ...renderLeftOut(answer), ...warnings]
    .join('\n')
    .trimEnd()
}

function percent(estimate: Row['rate']): string {
  if (estimate === null) return '–'
  const [point, lower, upper] = [estimate.estimate, estimate.lower, estimate.upper].map((x) => (100 * x).toFixed(1))
  return `${point} % (${lower}–${upper})`
}

/** Why the rate of all is another than that of those who used it. */
function renderDenominators({ used, never_used, signed_up }: Answer): string[] {
  if (signed_up.newcomers === 0 || never_used.newcomers === 0 || used.rate === null) return []
  const share = (100 * never_used.newcomers) / signed_up.newcomers
  const rates = [used.rate, signed_up.rate!].map(({ estimate }) => `${(100 * estimate).toFixed(2)} %`)
  return [
    `${rates[0]} of those who used it are ${rates[1]} of all who signed up: ${counted(never_used.newcomers, 'account')} (${share.toFixed(1)} %) never used it.`,
  ]
}

const LEFT_OUT = {
  too_early: 'too young to tell',
  decided: 'decided by the landmark',
  left: 'gone by the landmark',
  untold: 'of which it cannot be told',
} as const

function renderLeftOut({ left_out }: Answer): string[] {
  const parts = Object.entries(LEFT_OUT).flatMap(([key, words]) => {
    const n = left_out[key as keyof typeof LEFT_OUT]
    return n === 0 ? [] : [`${counted(n, 'account')} ${words}`]
  })
  return parts.length === 0 ? [] : [`In no row: ${parts.join(', ')}.`]
}
