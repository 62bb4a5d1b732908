import type { WhatIfAnswer, WhatIfPoint } from '../../contract/what-if.ts'
import { sayRate, sayShare } from '../../proof/phrase/say-number.ts'
import { counted } from '../counted.ts'
import { type Column, printable, renderTable } from './render-table.ts'

/** So many accounts that join or leave are named; the others only counted. */
const NAMED = 20

/** The sentence first, then what each threshold would have meant, and who would join or leave the list. */
export function renderWhatIf(answer: WhatIfAnswer): string {
  const left =
    answer.left_out === 0
      ? []
      : [
          `${counted(answer.left_out, 'account')} left out: it cannot be told whether all that their users did is theirs.`,
        ]
  if (answer.from === null) return printable(answer.sentence)
  const table = renderTable(columnsOf(answer), answer.points)
  return [
    printable(answer.sentence),
    `${printable(answer.compares)} ${answer.op} … (${answer.at}), ${answer.from} to ${answer.to}\n${table}`,
    ...topOf(answer),
    ...listOf(answer),
    ...left,
  ].join('\n\n')
}

function topOf({ top }: WhatIfAnswer): string[] {
  if (top === null) return []
  const seen = top.recall === null ? '' : ` and would hold ${sayShare(top.recall)} of the outcomes`
  return [
    `Instead of a threshold, the ${Number(top.per_week.toFixed(1))} most telling of each week: ${sayShare(top.precision)} of them are right${seen}.`,
  ]
}

function columnsOf({ present, suggested }: WhatIfAnswer): Column<WhatIfPoint>[] {
  const note = (threshold: number): string =>
    threshold === present ? 'now' : threshold === suggested ? 'suggested' : ''
  return [
    { head: 'threshold', cell: ({ threshold }) => String(threshold), number: true },
    { head: '', cell: ({ threshold }) => note(threshold) },
    { head: 'alerts a week', cell: ({ per_week }) => per_week?.toFixed(1) ?? '', number: true },
    { head: 'busy week', cell: ({ busy_week }) => busy_week?.toFixed(0) ?? '', number: true },
    { head: 'right', cell: ({ precision }) => rate(precision), number: true },
    { head: 'seen', cell: ({ recall }) => rate(recall), number: true },
    { head: 'notice', cell: ({ median_notice: days }) => (days === null ? '' : `${days.toFixed(0)} d`), number: true },
    { head: 'on today', cell: ({ on }) => String(on), number: true },
  ]
}

function rate(one: WhatIfPoint['precision']): string {
  return one === null ? 'too few' : sayRate(one)
}

function listOf({ list, later, suggested }: WhatIfAnswer): string[] {
  const changes = list.filter(({ change }) => change !== 'stays')
  const threshold = later.other?.threshold ?? suggested
  if (threshold === null) return []
  const count = (wanted: string) => changes.filter(({ change }) => change === wanted).length
  const head = `On the list today at ${threshold}: ${count('joins')} would join, ${count('leaves')} leave, ${list.length - changes.length} stay.`
  const named = changes
    .slice(0, NAMED)
    .map(
      ({ account, change, value }) =>
        `  ${change === 'joins' ? 'joins ' : 'leaves'}  ${printable(account)}${value === null ? '' : `  ${Number(value.toPrecision(3))}`}`,
    )
  const more = changes.length - named.length
  return [[head, ...named, ...(more > 0 ? [`  and ${more} more; --json has all`] : [])].join('\n')]
}
