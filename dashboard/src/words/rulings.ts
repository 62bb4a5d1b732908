import type { AnyProof } from '@contract/backtest.ts'
import type { IconName } from '../parts/icon.tsx'

export type Ruling = AnyProof['verdict']['ruling']

/** Does it earn its keep? Icon, word and colour together. */
export const RULINGS: Readonly<Record<Ruling, { icon: IconName; word: string; text: string }>> = {
  keep: { icon: 'check', word: 'Keep', text: 'text-well' },
  tune: { icon: 'tune', word: 'Tune', text: 'text-watch' },
  drop: { icon: 'cross', word: 'Drop', text: 'text-risk' },
  not_enough_data: { icon: 'clock', word: 'Not enough data', text: 'text-ink-3' },
}

/** What a verdict's sentence says beyond the word that stands before it. */
export function beyondWord(sentence: string, { word }: { readonly word: string }): string {
  if (!/^[:.] /.test(sentence.slice(word.length)) || !sentence.startsWith(word)) return sentence
  const rest = sentence.slice(word.length + 2)
  return rest.slice(0, 1).toUpperCase() + rest.slice(1)
}
