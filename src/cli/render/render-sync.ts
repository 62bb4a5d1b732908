import type {
  SourceList,
  SourceRow,
  SyncAnswer,
  SyncPreview,
  SyncTarget,
  UnmatchedCustomer,
  UnmatchedList,
} from '../../contract/sources.ts'
import { minorUnits } from '../../core/currency.ts'
import { type Column, printable, renderTable } from './render-table.ts'

export function renderSync({ targets }: SyncAnswer): string {
  return renderTargets(targets)
}

function renderTargets(targets: readonly SyncTarget[]): string {
  const refused = targets.reduce((sum, one) => sum + one.refused, 0)
  const numbers = COUNTED.map((head): Column<SyncTarget> => {
    return { head, cell: (row) => row[head].toLocaleString('en'), number: true }
  })
  const name = { head: 'target', cell: ({ target, history }: SyncTarget) => (history ? `${target} (history)` : target) }
  const table = renderTable([name, ...numbers], targets)
  return refused === 0 ? table : `${table}\nRefused rows are in the quarantine: telltale quarantine`
}

const COUNTED = ['rows', 'new', 'changed', 'ended', 'refused'] as const

export function renderSyncPreview({ targets }: SyncPreview): string {
  return targets.map(renderTarget).join('\n\n')
}

function renderTarget({
  target,
  sql,
  history,
  from,
  expected,
  columns,
  sample,
}: SyncPreview['targets'][number]): string {
  const which = from === null ? 'all rows' : `rows from ${from} on`
  const how = history ? 'for the first time: a history, which sets nothing off' : 'what is new or changed since'
  const width = Math.max(...columns.map(({ name }) => name.length), 0)
  return [
    `${target}: ${which}, about ${expected.toLocaleString('en')}, ${how}`,
    ...sql.split('\n').map((line) => `    ${line}`),
    ...columns.map(({ name, type, becomes }) => `  ${name.padEnd(width)}  ${type} → ${becomes}`),
    sample.length === 0 ? '  There are no rows.' : '  Its first rows become:',
    ...sample.map((message) => `    ${JSON.stringify(message)}`),
  ]
    .map(printable)
    .join('\n')
}

export function renderSources({ data }: SourceList): string {
  if (data.length === 0)
    return 'The configuration reads nothing from elsewhere. docs/guide/postgres.md and docs/guide/stripe.md show how.'
  return data.map(renderSource).join('\n\n')
}

function renderSource({ source, everyMinutes, variable, isSet, running, last }: SourceRow): string {
  const often = everyMinutes === null ? 'only when told to' : `every ${everyMinutes} minutes by a server`
  const lines = [`${source}: read ${often}, from ${variable}${isSet ? '' : ' (not set here)'}`]
  if (running !== null) lines.push(`  reading now: ${running.target}, ${running.rows.toLocaleString('en')} rows`)
  if (last === null) lines.push('  never read yet')
  else if (last.error !== null) lines.push(`  failed at ${last.at}: ${last.error.message}`)
  else lines.push(`  last read at ${last.at}`, renderTargets(last.targets))
  return lines.map((line) => line.split('\n').map(printable).join('\n')).join('\n')
}

export function renderUnmatched({ data, mrr, unpriced }: UnmatchedList): string {
  const columns: Column<UnmatchedCustomer>[] = [
    { head: 'customer', cell: (row) => row.customer },
    { head: 'name', cell: (row) => row.name ?? '–' },
    { head: 'e-mail', cell: (row) => row.email ?? '–' },
    { head: 'subscriptions', cell: (row) => String(row.subscriptions), number: true },
    { head: 'MRR', cell: (row) => renderMoney(row.mrr), number: true },
  ]
  const bare = unpriced.map(({ subscription, reason }) =>
    printable(`${subscription} counts less than it comes to: ${reason}.`),
  )
  if (data.length === 0) return ['Every customer who pays is an account.', ...bare].join('\n')
  return [
    renderTable(columns, data),
    `All of them: ${renderMoney(mrr)} a month that no account is said to pay.`,
    ...bare,
  ].join('\n')
}

function renderMoney(money: UnmatchedList['mrr']): string {
  if (money.length === 0) return '–'
  return money
    .map(({ minor, currency }) => `${(minor / minorUnits(currency)).toLocaleString('en-US')} ${currency}`)
    .join(', ')
}
