import type { Analyses } from '@contract/analyze/analyses.ts'
import type { Kind, QuestionsSearch } from './questions-search.ts'

export type Asked = { [K in Kind]: { readonly kind: K; readonly query: Analyses[K]['asked'] } }[Kind]

type Range = { readonly date_from: string; readonly date_to: string }

/** The question as the API takes it. A funnel's steps are the events with arrows or commas between. */
export function askOf(
  { kind = 'active', actor = 'user', interval = 'week', event, by }: QuestionsSearch,
  range: Range,
): Asked {
  const who = { actor, ...range }
  const split = by === undefined ? {} : { breakdown: by, breakdown_limit: 5 }
  const about = event === undefined ? {} : { event }
  switch (kind) {
    case 'active':
      return { kind, query: { ...who, ...split, ...about, interval } }
    case 'retention':
      return {
        kind,
        query: { ...who, ...split, ...(event === undefined ? {} : { return_event: event }), period: interval },
      }
    case 'funnel':
      return { kind, query: { ...who, ...split, steps: stepsOf(event ?? '') } }
    case 'lifecycle':
      return { kind, query: { ...who, ...split, ...about, interval } }
    case 'stickiness':
      return { kind, query: { ...who, ...split, ...about, interval: 'day' } }
    case 'sessions':
      return { kind, query: { ...who, ...split, ...about } }
  }
}

export function stepsOf(event: string): string[] {
  return event
    .split(/\s*(?:,|→|->)\s*/)
    .map((step) => step.trim())
    .filter((step) => step !== '')
}
