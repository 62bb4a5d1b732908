import type { RevenueAnswer } from '@contract/analyze/revenue.ts'

/** The money of one month. */
export type RevenueRow = RevenueAnswer['rows'][number]
