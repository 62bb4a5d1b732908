import { day, oneOf, readerOf, text } from '../../search/read-search.ts'

export const KINDS = ['active', 'retention', 'funnel', 'lifecycle', 'stickiness', 'sessions'] as const
export type Kind = (typeof KINDS)[number]
export const INTERVALS = ['day', 'week', 'month'] as const
export const SPLITS = ['plan', 'role', 'tenure'] as const

/** The whole question. */
export const readQuestionsSearch = readerOf({
  kind: oneOf(KINDS),
  actor: oneOf(['user', 'account', 'member']),
  interval: oneOf(INTERVALS),
  event: text,
  by: oneOf(SPLITS),
  from: day,
  to: day,
})
export type QuestionsSearch = ReturnType<typeof readQuestionsSearch>
