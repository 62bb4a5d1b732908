import type { z } from 'zod'
import { telltaleError } from '../../core/errors.ts'
import { ActiveAnswer, ActiveQuery } from './active.ts'
import { CohortsAnswer, CohortsQuery } from './cohorts.ts'
import { CorrelationAnswer, CorrelationQuery } from './correlation.ts'
import { FunnelAnswer, FunnelQuery } from './funnel.ts'
import { LandmarkAnswer, LandmarkQuery } from './landmark.ts'
import { LifecycleAnswer, LifecycleQuery } from './lifecycle.ts'
import { NoticeAnswer, NoticeQuery } from './notice.ts'
import { OnboardingAnswer, OnboardingQuery } from './onboarding.ts'
import { PackagingAnswer, PackagingQuery } from './packaging.ts'
import { RetentionAnswer, RetentionQuery } from './retention.ts'
import { RevenueAnswer, RevenueQuery } from './revenue.ts'
import { SessionsAnswer, SessionsQuery } from './sessions.ts'
import { StepsAnswer, StepsQuery } from './steps.ts'
import { StickinessAnswer, StickinessQuery } from './stickiness.ts'
import { WarningsAnswer, WarningsQuery } from './warnings.ts'

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
  funnel: {
    summary: 'How far through some steps the best attempt of each actor came.',
    query: FunnelQuery,
    answer: FunnelAnswer,
    answerName: 'FunnelAnswer',
  },
  lifecycle: {
    summary: 'New, returning, resurrecting and dormant actors, per interval.',
    query: LifecycleQuery,
    answer: LifecycleAnswer,
    answerName: 'LifecycleAnswer',
  },
  stickiness: {
    summary: 'In how many intervals of the range actors were active.',
    query: StickinessQuery,
    answer: StickinessAnswer,
    answerName: 'StickinessAnswer',
  },
  sessions: {
    summary: 'Sessions: how many, how long, how much was done in them.',
    query: SessionsQuery,
    answer: SessionsAnswer,
    answerName: 'SessionsAnswer',
  },
  correlation: {
    summary: 'What goes with getting through a funnel: events, their properties, traits.',
    query: CorrelationQuery,
    answer: CorrelationAnswer,
    answerName: 'CorrelationAnswer',
  },
  revenue: {
    summary: 'MRR movements per account and in all; NRR, GRR, churn, quick ratio.',
    query: RevenueQuery,
    answer: RevenueAnswer,
    answerName: 'RevenueAnswer',
  },
  cohorts: {
    summary: 'A metric by age, for those who signed up in the range, by what they were then.',
    query: CohortsQuery,
    answer: CohortsAnswer,
    answerName: 'CohortsAnswer',
  },
  onboarding: {
    summary: 'What became of new accounts, by how far and how fast their onboarding came.',
    query: OnboardingQuery,
    answer: OnboardingAnswer,
    answerName: 'OnboardingAnswer',
  },
  steps: {
    summary:
      'Which steps of onboarding new accounts did in time, how long it took to be activated, and who is stuck where.',
    query: StepsQuery,
    answer: StepsAnswer,
    answerName: 'StepsAnswer',
  },
  notice: {
    summary: 'Before how many outcomes a signal had opened, how long before, and how often it is followed.',
    query: NoticeQuery,
    answer: NoticeAnswer,
    answerName: 'NoticeAnswer',
  },
  warnings: {
    summary: 'Account by account: which signals and bands warned of an outcome, and how many days before.',
    query: WarningsQuery,
    answer: WarningsAnswer,
    answerName: 'WarningsAnswer',
  },
  packaging: {
    summary:
      'By plan: usage against its limits, who meets their end and pays more, and which features go with staying.',
    query: PackagingQuery,
    answer: PackagingAnswer,
    answerName: 'PackagingAnswer',
  },
  landmark: {
    summary:
      'What became of accounts by what they had done, or were, at a landmark: retention, expansion, churn, activation.',
    query: LandmarkQuery,
    answer: LandmarkAnswer,
    answerName: 'LandmarkAnswer',
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

/** @throws unknown_name with the kinds there are */
export function checkKind(kind: unknown): AnalysisKind {
  const known = ANALYSIS_KINDS.find((one) => one === kind)
  if (known !== undefined) return known
  const valid = ANALYSIS_KINDS.join(', ')
  throw telltaleError('unknown_name', { what: 'analysis', name: String(kind).slice(0, 200), valid })
}
