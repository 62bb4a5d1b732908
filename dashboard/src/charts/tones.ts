/** What a mark says by its colour: the subject, what it is held against, a third of neither, or a gain, a wait, a loss. */
export type Tone = 'sea' | 'slate' | 'ink' | 'well' | 'watch' | 'risk'

export const FILLS: Readonly<Record<Tone, string>> = {
  sea: 'var(--sea-fill)',
  slate: 'var(--slate-fill)',
  ink: 'var(--ink-2)',
  well: 'var(--well-fill)',
  watch: 'var(--watch-fill)',
  risk: 'var(--risk-fill)',
}
