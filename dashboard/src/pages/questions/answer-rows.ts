import type { Analyses } from '@contract/analyze/analyses.ts'
import { formatCount } from '../../words/format.ts'
import { formatNumber, formatSeconds, formatShare } from '../../words/measures.ts'
import type { Asked } from './ask.ts'
import type { Kind } from './questions-search.ts'

/** A part of the answer as rows; `values` may be drawn as bars. */
export type AnswerTable = {
  readonly heads: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
  /** Which column is drawn; null: none. */
  readonly drawn: number | null
}

type AnyAnswer = Analyses[Kind]['answer']

/** The answer as one table, whatever was asked: what is not complete is empty. */
export function tableOf(asked: Asked, answer: AnyAnswer): AnswerTable {
  switch (asked.kind) {
    case 'active':
      return ofActive(answer as Analyses['active']['answer'])
    case 'retention':
      return ofRetention(answer as Analyses['retention']['answer'])
    case 'funnel':
      return ofFunnel(answer as Analyses['funnel']['answer'], asked.query.steps)
    case 'lifecycle':
      return ofLifecycle(answer as Analyses['lifecycle']['answer'])
    case 'stickiness':
      return ofStickiness(answer as Analyses['stickiness']['answer'])
    case 'sessions':
      return ofSessions(answer as Analyses['sessions']['answer'])
  }
}

const named = (value: unknown, other: boolean): string => (other ? 'other' : value === null ? 'none' : String(value))

function ofActive({ intervals, values, buckets = [] }: Analyses['active']['answer']): AnswerTable {
  return {
    heads: ['from', 'active', ...buckets.map(({ value, other }) => named(value, other))],
    rows: intervals.map((start, at) => [start, values[at] ?? null, ...buckets.map((one) => one.values[at] ?? null)]),
    drawn: 1,
  }
}

function ofRetention({ cohorts }: Analyses['retention']['answer']): AnswerTable {
  const cells = Math.max(0, ...cohorts.map(({ values }) => values.length))
  return {
    heads: ['cohort', 'size', ...Array.from({ length: Math.max(0, cells - 1) }, (_, at) => `back in ${at + 1}`)],
    rows: cohorts.map(({ start, values, complete }) => [
      start,
      ...values.map((value, at) => (complete[at] === true || at === 0 ? value : null)),
    ]),
    drawn: null,
  }
}

function ofFunnel(answer: Analyses['funnel']['answer'], steps: readonly unknown[]): AnswerTable {
  return {
    heads: ['step', 'reached', 'of those who began', 'of the step before', 'half took'],
    rows: answer.counts.map((count, at) => [
      typeof steps[at] === 'string' ? steps[at] : `step ${at + 1}`,
      count,
      formatShare(answer.conversion[at] ?? null),
      formatShare(answer.step_conversion[at] ?? null),
      formatSeconds(answer.median_seconds[at] ?? null),
    ]),
    drawn: 1,
  }
}

function ofLifecycle(answer: Analyses['lifecycle']['answer']): AnswerTable {
  const { intervals, returning, resurrecting, dormant } = answer
  return {
    heads: ['from', 'new', 'stayed', 'came back', 'fell silent'],
    rows: intervals.map((start, at) => [
      ...[start, answer.new[at] ?? null, returning[at] ?? null, resurrecting[at] ?? null, dormant[at] ?? null],
    ]),
    drawn: 2,
  }
}

function ofStickiness({ bars, buckets = [] }: Analyses['stickiness']['answer']): AnswerTable {
  return {
    heads: ['days', 'active on so many', ...buckets.map(({ value, other }) => named(value, other))],
    rows: bars.map((bar, at) => [`${at + 1}`, bar, ...buckets.map((one) => one.bars[at] ?? null)]),
    drawn: 1,
  }
}

function ofSessions(answer: Analyses['sessions']['answer']): AnswerTable {
  return {
    heads: ['what', 'how much'],
    rows: [
      ['sessions', formatCount(answer.sessions)],
      ['of so many', formatCount(answer.actors_with_sessions)],
      ['with a single event', formatShare(answer.bounce_rate)],
      ['half lasted at most', formatSeconds(answer.median_duration_seconds)],
      ['events in one, on average', formatNumber(answer.average_events)],
      ['key actions in one, on average', formatNumber(answer.average_key_actions)],
    ],
    drawn: null,
  }
}
