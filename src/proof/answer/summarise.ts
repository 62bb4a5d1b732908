import type { AnyProof } from '../../contract/backtest.ts'

const WORDS = [
  ['keep', 'earn their keep', 'earns its keep'],
  ['tune', 'are real but need tuning', 'is real but needs tuning'],
  ['drop', 'are to be dropped', 'is to be dropped'],
  ['not_enough_data', 'cannot be told yet', 'cannot be told yet'],
] as const

/** "9 of 14 earn their keep; 2 are to be dropped; 3 cannot be told yet." */
export function summarise(proofs: readonly AnyProof[]): string {
  if (proofs.length === 0) return 'There is nothing to judge.'
  const told = WORDS.flatMap(([ruling, many, one]) => {
    const count = proofs.filter(({ verdict }) => verdict.ruling === ruling).length
    return count === 0 && ruling !== 'keep' ? [] : [`${count} ${count === 1 ? one : many}`]
  })
  const [first, ...rest] = told
  return `${first!.replace(' ', ` of ${proofs.length} `)}${rest.map((one) => `; ${one}`).join('')}.`
}
