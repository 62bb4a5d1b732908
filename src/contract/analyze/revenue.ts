import { z } from 'zod'
import { DayText, EntityKey } from '../values.ts'
import { answerFields, BreakdownValue, breakdownFields, Cell, commonFields, ReadyDay } from './question.ts'

const Currency = z.string().regex(/^[A-Z]{3}$/, 'a currency such as EUR')
const { date_from, date_to, filter, timezone, week_start, include, budget_seconds } = commonFields

export const MovementCategory = z.enum(['new', 'churn', 'reactivation', 'expansion', 'contraction'])
const RevenueCell = z.enum([...MovementCategory.options, 'start', 'end', 'joined_and_left'])

export const RevenueQuery = z.strictObject({
  by: z.enum(['month', 'week', 'day']).default('month').describe('The period of a row.'),
  interval: z.enum(['month', 'week', 'day']).optional().describe('The same as `by`, and counts where both are given.'),
  from: DayText.optional().describe('A local day of the first period; default: eleven months before `to`.'),
  to: DayText.optional().describe('A local day of the last period, which is taken in whole; default: today.'),
  preset: z
    .enum(['default', 'stripe', 'chartmogul', 'baremetrics'])
    .optional()
    .describe(
      'Whose books: which statuses of subscriptions count as MRR, and the formulas of NRR, logo churn and quick ratio; default: those of the configuration.',
    ),
  currency: Currency.optional().describe('Only subscriptions in this currency.'),
  rates: z
    .strictObject({
      to: Currency,
      date: DayText,
      per: z
        .array(
          z.strictObject({
            currency: Currency,
            rate: z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, 'a decimal such as "0.92"'),
          }),
        )
        .max(200),
    })
    .optional()
    .describe(
      'Rates of one day into one currency, for all periods alike: one unit of `currency` is `rate` units of `to`.',
    ),
  actor: z.literal('account').default('account').describe('Accounts pay.'),
  date_from: date_from.describe('The same as `from`.'),
  date_to: date_to.describe('The same as `to`.'),
  filter: filter.describe(
    'Only accounts that meet it at the end of the period: traits and segments, for money has no events.',
  ),
  ...breakdownFields,
  ...{ timezone, week_start, include, budget_seconds },
  actors_of: z
    .strictObject({ period: z.string().max(40), category: RevenueCell, value: BreakdownValue.optional() })
    .optional()
    .describe(
      'Lists the accounts with this movement in this period (and, broken down, in this value); `start` and `end`: those that had MRR then.',
    ),
})

const RevenueRow = z.object({
  period: z.string(),
  complete: z.boolean(),
  ready: ReadyDay,
  start: Cell.describe('At the rates of the start of the period, where currencies are converted.'),
  fx: Cell.describe(
    'What the start is more or less at the rates of the end; 0 in one currency, or at the rates of one day.',
  ),
  new: Cell,
  expansion: Cell,
  contraction: Cell.describe('Positive.'),
  churn: Cell.describe('Positive.'),
  reactivation: Cell,
  end: Cell.describe('start + fx + new + reactivation + expansion − contraction − churn.'),
  nrr: Cell,
  grr: Cell,
  logo_churn: Cell,
  revenue_churn: Cell,
  expansion_rate: Cell,
  quick_ratio: Cell,
  arpa: Cell.describe('Minor units per customer at the end, not rounded.'),
  customers_start: Cell,
  customers_new: Cell,
  customers_reactivated: Cell,
  customers_churned: Cell,
  customers_end: Cell,
  joined_and_left: Cell.describe('Accounts with MRR within the period and at neither end of it; in no movement.'),
})

export const RevenueAnswer = z.object({
  ...answerFields,
  currency: z.string().nullable().describe('Of all amounts; null without any subscription.'),
  unit: z.literal('minor').describe('Amounts are whole minor units (cents) a month.'),
  rates_of: DayText.nullable(),
  rows: z.array(RevenueRow),
  buckets: z
    .array(z.object({ value: BreakdownValue, other: z.boolean(), rows: z.array(RevenueRow) }))
    .optional()
    .describe('By what accounts were at the end of the period; a plan is the last one in force by then.'),
  movements: z
    .array(
      z.object({
        account: EntityKey,
        period: z.string(),
        category: MovementCategory,
        change: z.number().describe('Signed.'),
      }),
    )
    .describe('By period and account; the first 10,000.'),
})

export type RevenueCell = z.infer<typeof RevenueCell>
export type MovementCategory = z.infer<typeof MovementCategory>
export type RevenueQuery = z.infer<typeof RevenueQuery>
export type RevenueAnswer = z.infer<typeof RevenueAnswer>
