import type { z } from 'zod'
import { ActiveAnswer, ActiveQuery } from './active.ts'
import { RetentionAnswer, RetentionQuery } from './retention.ts'

/** Every kind of analysis: what it takes and what it answers. */
export const ANALYSES = {
  active: {
    summary: 'Distinct actors in a trailing window, per interval; DAU/MAU and WAU/MAU.',
    query: ActiveQuery,
    answer: ActiveAnswer,
    answerName: 'ActiveAnswer',
  },
  retention: {
    summary: 'Cohorts by their start, and how many of each were back in the periods after it.',
    query: RetentionQuery,
    answer: RetentionAnswer,
    answerName: 'RetentionAnswer',
  },
} as const satisfies Record<string, AnalysisSpec>

type AnalysisSpec = {
  readonly summary: string
  readonly query: z.ZodType
  readonly answer: z.ZodType
  readonly answerName: string
}

export type AnalysisKind = keyof typeof ANALYSES

/** Queries as they are after their defaults were filled in, and as they may be asked. */
export type Analyses = {
  readonly [K in AnalysisKind]: {
    readonly query: z.output<(typeof ANALYSES)[K]['query']>
    readonly asked: z.input<(typeof ANALYSES)[K]['query']>
    readonly answer: z.output<(typeof ANALYSES)[K]['answer']>
  }
}

export const ANALYSIS_KINDS = Object.keys(ANALYSES) as readonly AnalysisKind[]
