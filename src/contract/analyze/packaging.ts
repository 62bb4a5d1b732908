import { z } from 'zod'
import { Count } from '../values.ts'
import {
  answerFields,
  asOfField,
  BreakdownValue,
  breakdownFields,
  Cell,
  commonFields,
  Estimate,
  EventRef,
} from './question.ts'

const { date_from, date_to, include, budget_seconds } = commonFields

export const PackagingQuery = z.strictObject({
  date_from: date_from.describe('First local day of hits on the paywall; default: 89 days before `date_to`.'),
  date_to: date_to.describe(
    'Last local day, taken in; accounts, plans and limits are as of its close. Default: the last day that is over.',
  ),
  paywall: z
    .array(EventRef)
    .min(1)
    .max(20)
    .optional()
    .describe(
      'Events of whoever meets the end of what the plan allows; default: metrics.paywall of the configuration.',
    ),
  upgrade_days: z
    .number()
    .int()
    .min(1)
    .max(366)
    .default(30)
    .describe('Days of 24 hours from the first hit in which paying for the first time, or more, counts.'),
  within_days: z
    .number()
    .int()
    .min(1)
    .max(366)
    .default(90)
    .describe(
      'Days up to `date_to` in which accounts may have left; features count that were used in the 28 days before.',
    ),
  plan_limit: breakdownFields.breakdown_limit.describe(
    'Plans shown, those with the most accounts; the rest in "other".',
  ),
  ...asOfField,
  ...{ include, budget_seconds },
})

const Share = z.object({
  count: Count,
  of: Count,
  rate: Estimate.describe('With 95 % limits (Wilson); null of nothing.'),
})

const Limit = z.object({
  limit: z.string().describe('Key of the entitlement.'),
  limited: Count.describe('Accounts whose limit and usage are known, and which have a limit.'),
  unlimited: Count,
  unknown: Count.describe('Accounts of which the limit or the usage is not known.'),
  median_use: Cell.describe('Of the limited ones: usage as a share of the limit, 1 = reached.'),
  near: Share.describe('At 80 % or more, and not there yet.'),
  reached: Share.describe('At the limit, or beyond.'),
})

const Driver = z.object({
  feature: z.string(),
  users: Share.describe('Paying accounts that had used it before, and which of them stayed.'),
  others: Share,
  difference: Estimate.describe('What users stay more or less than the others, with 95 % limits (Newcombe).'),
})

const Plan = z.object({
  plan: BreakdownValue,
  other: z.boolean(),
  accounts: Count.describe('That pay at the close of `date_to`, or were active in the 28 days up to it.'),
  customers: Count.describe('Those that pay.'),
  mrr: Cell.describe(
    'In minor units; null where it cannot be told, such as money of several currencies without rates.',
  ),
  limits: z.array(Limit),
  paywall: z
    .object({
      hits: Count,
      accounts: Share.describe('With a hit, of the accounts of the plan.'),
      upgraded: Share.describe('Of the accounts with a hit whose days are over.'),
    })
    .nullable()
    .describe('null: nobody says what a paywall is.'),
  features: z.array(Driver).describe('Of those that the plan has; the largest difference first.'),
})

export const PackagingAnswer = z.object({
  ...answerFields,
  currency: z.string().nullable(),
  unit: z.literal('minor'),
  plans: z.array(Plan),
})

export type PackagingQuery = z.infer<typeof PackagingQuery>
export type PackagingAnswer = z.infer<typeof PackagingAnswer>
export type PackagedPlan = PackagingAnswer['plans'][number]
