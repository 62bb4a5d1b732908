import { z } from 'zod'
import { pageOf, pageQuery } from './page.ts'
import { BandStanding } from './scores.ts'
import { OpenSignal } from './signals.ts'
import { Count, DayText, EntityKey, ExcludedEvents, Money, SignalTypeName } from './values.ts'

/** One line of the accounts list, as of the last closed day. Whatever may be unknown is null. */
export const AccountRow = z.object({
  key: EntityKey,
  name: z.string(),
  plan: z.string().nullable(),
  members: Count,
  seats: z.number().nullable(),
  activeMembers28: Count,
  tenureDays: z.number().nullable(),
  mrr: Money.nullable(),
  assignee: z.string().nullable(),
  openSignals: z.array(OpenSignal),
  bands: z.array(BandStanding).describe('Of each score the band it is in.'),
  lastActiveDay: DayText.nullable(),
  weeks: z.array(z.number()).length(8).describe('Active events of the last 8 weeks of seven days, oldest first.'),
})

/** Counted over all accounts, whatever the filter. */
export const AccountSummary = z.object({
  total: Count,
  active28: Count.describe('Accounts with an active event in 28 days, whether its user is a member or not.'),
  withAlert: Count,
  byType: z.record(SignalTypeName, Count).describe('Accounts with at least one open signal of the type.'),
  mrr: z.array(Money).describe('Per currency, largest first.'),
  paying: Count.describe('Accounts with a subscription in force.'),
  payingAtRisk: Count.describe('Those of them with an open signal of type risk.'),
  mrrAtRisk: z.array(Money).describe('What those pay, per currency, largest first.'),
  plans: z.array(z.object({ plan: z.string(), n: Count })).describe('Most frequent first, at most 50.'),
  assignees: z.array(z.object({ assignee: z.string(), n: Count })).describe('Most frequent first, at most 200.'),
  activeWeeks: z
    .array(Count)
    .length(8)
    .describe('Accounts with an active event, each of the last 8 weeks, oldest first.'),
  asOf: DayText.nullable(),
})

export const AccountPage = pageOf(AccountRow).extend({
  total: Count.describe('Accounts that match the filter.'),
  summary: AccountSummary,
  excluded: ExcludedEvents,
  excludedAccounts: Count.describe(
    'Accounts that the rules of exclusion name: they are in no list, no task and no total here.',
  ),
})

export const AccountSort = z.enum(['name', 'members', 'active', 'tenure', 'mrr', 'lastActive', 'alerts', 'events'])

const accountFilter = {
  q: z.string().max(200).optional().describe('Part of the name or key.'),
  type: SignalTypeName.optional().describe('With an open signal of this type.'),
  signal: z.string().min(1).max(200).optional().describe('With this signal open.'),
  plan: z.string().min(1).max(1024).optional(),
  assignee: z.string().min(1).max(1024).optional(),
  sort: AccountSort.default('alerts'),
  order: z.enum(['asc', 'desc']).default('desc'),
}
export const AccountQuery = z.strictObject({
  ...pageQuery,
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000_000)
    .optional()
    .describe('Rows to skip, for jumping into a long list; a cursor wins over it.'),
  ...accountFilter,
})
export const AccountExportQuery = z.strictObject(accountFilter)

export type AccountRow = z.infer<typeof AccountRow>
export type AccountSummary = z.infer<typeof AccountSummary>
export type AccountPage = z.infer<typeof AccountPage>
export type AccountSort = z.infer<typeof AccountSort>
export type AccountQuery = z.infer<typeof AccountQuery>
