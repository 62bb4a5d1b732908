import type { WarningsAnswer } from '../../contract/analyze/warnings.ts'
import { counted } from '../counted.ts'
import { printable } from './render-table.ts'

/** A line for each account, under it what warned of it, the earliest first. */
export function renderWarnings({ definition, accounts, warned, rows }: WarningsAnswer): string {
  const lines = rows.flatMap(({ account, decided, warnings }) => [
    `${account}, ${decided.slice(0, 10)}${warnings.length === 0 ? ': nothing warned' : ''}`,
    ...warnings.map(
      ({ kind, name, since, days, open }) =>
        `    ${kind} ${name} since ${since.slice(0, 10)}, ${days.toFixed(1)} days before${open ? '' : ', over by then'}`,
    ),
  ])
  const total = `${counted(accounts, 'account')}, ${warned.count.toLocaleString('en')} with a warning.`
  return [definition, '', ...lines, ...(lines.length === 0 ? [] : ['']), total].map(printable).join('\n')
}
