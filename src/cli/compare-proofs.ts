import type { AnyProof, BacktestAnswer } from '../contract/backtest.ts'
import { sayRate, sayRatio } from '../proof/phrase/say-number.ts'
import { printable } from './render/render-table.ts'

const WORDS = { keep: 'keep', tune: 'tune', drop: 'drop', not_enough_data: 'not enough data' } as const

/** What a configuration changes, as a table in Markdown: for a terminal, and for a comment on a pull request. */
export function compareProofs(before: BacktestAnswer, after: BacktestAnswer): string {
  const names = [...new Set([...before.proofs, ...after.proofs].map(nameOf))]
  const rows = names.map((name) => {
    const [one, other] = [before, after].map(({ proofs }) => proofs.find((proof) => nameOf(proof) === name))
    const cells = CELLS.map((cell) =>
      change(one === undefined ? null : cell(one), other === undefined ? null : cell(other)),
    )
    return `| ${[name, ...cells].map(tableCell).join(' | ')} |`
  })
  const head = '| | verdict | right | lift | alerts a week | outcomes seen |\n|---|---|---|---|---|---|'
  return [`**Before:** ${before.summary}`, `**After:** ${after.summary}`, '', head, ...rows].join('\n')
}

function nameOf({ kind, name }: AnyProof): string {
  return `${kind} ${name}`
}

const CELLS: readonly ((proof: AnyProof) => string)[] = [
  ({ verdict }) => WORDS[verdict.ruling],
  (proof) => ('precision' in proof && proof.precision !== null ? sayRate(proof.precision) : ''),
  (proof) => ('lift' in proof && proof.lift !== null ? sayRatio(proof.lift) : ''),
  (proof) => ('burden' in proof && proof.burden.per_week !== null ? proof.burden.per_week.estimate.toFixed(1) : ''),
  (proof) => ('recall' in proof && proof.recall.rate !== null ? sayRate(proof.recall.rate) : ''),
]

/** '' stands for a number that cannot be told; null: before or after there is no such thing. */
function change(one: string | null, other: string | null): string {
  if (one === other) return other ?? ''
  return `${saySide(one, 'new')} → ${saySide(other, 'gone')}`
}

function saySide(cell: string | null, absent: string): string {
  return cell === '' ? 'too few' : (cell ?? absent)
}

function tableCell(text: string): string {
  return printable(text).replaceAll('|', '\\|')
}
