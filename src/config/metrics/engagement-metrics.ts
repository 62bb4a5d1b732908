import type { MetricTable } from './metric.ts'

type EngagementId =
  | 'north_star'
  | 'dau'
  | 'wau'
  | 'mau'
  | 'active_accounts'
  | 'stickiness'
  | 'dau_mau'
  | 'l7'
  | 'l28'
  | 'sessions'
  | 'key_actions'
  | 'account_engagement'
  | 'member_engagement'

const LEADING = { stage: 'engagement', kind: 'leading', cadence: 'weekly' } as const
const OF = { ...LEADING, owner: 'product', better: 'higher', presets: [] } as const
const HABIT = 'Look for the habit that stopped: which feature, which kind of account.'

/** Whether use becomes a habit. Active is who did something of value, not who signed in. */
export const ENGAGEMENT_METRICS: MetricTable<EngagementId> = {
  north_star: {
    ...OF,
    title: 'North Star',
    definition:
      'The one number of value that customers get again and again, as metrics.northStar says: how often an event of value happened in 7 days, how many accounts or users had it, or how often it happened per active account.',
    formula: 'of the last 7 days; compared with four weeks before',
    ...{ unit: 'count', presets: ['early'] },
    next: 'Go down its tree: which of its inputs moved first.',
    measure: { kind: 'north_star' },
  },
  dau: {
    ...OF,
    title: 'Daily active users',
    definition: 'Users with an event of value on the last day.',
    formula: 'distinct persons',
    ...{ unit: 'count', cadence: 'daily' },
    next: HABIT,
    measure: { kind: 'active', actor: 'user', days: 1 },
  },
  wau: {
    ...OF,
    title: 'Weekly active users',
    definition: 'Users with an event of value in the last 7 days.',
    formula: 'distinct persons',
    unit: 'count',
    next: HABIT,
    measure: { kind: 'active', actor: 'user', days: 7 },
  },
  mau: {
    ...OF,
    title: 'Monthly active users',
    definition: 'Users with an event of value in the last 30 days.',
    formula: 'distinct persons',
    unit: 'count',
    next: HABIT,
    measure: { kind: 'active', actor: 'user', days: 30 },
  },
  active_accounts: {
    ...OF,
    title: 'Weekly active accounts',
    definition: 'Accounts of which somebody had an event of value in the last 7 days.',
    formula: 'distinct accounts',
    unit: 'count',
    next: HABIT,
    measure: { kind: 'active', actor: 'account', days: 7 },
  },
  stickiness: {
    ...OF,
    title: 'Stickiness',
    definition: 'Users active in the last 7 days per user active in the last 30 (WAU/MAU).',
    formula: 'WAU / MAU',
    ...{ unit: 'share', presets: ['next'] },
    next: HABIT,
    measure: { kind: 'stickiness', days: 7 },
  },
  dau_mau: {
    ...OF,
    title: 'Daily stickiness',
    definition: 'Users active on the last day per user active in the last 30 (DAU/MAU): for products of daily work.',
    formula: 'DAU / MAU',
    unit: 'share',
    next: HABIT,
    measure: { kind: 'stickiness', days: 1 },
  },
  l7: {
    ...OF,
    title: 'Active days in a week (L7)',
    definition: 'Days on which users were active, of the last 7, on average over the users active in them.',
    formula: 'active days / active users',
    unit: 'days',
    next: HABIT,
    measure: { kind: 'active_days', days: 7 },
  },
  l28: {
    ...OF,
    title: 'Active days in four weeks (L28)',
    definition: 'Days on which users were active, of the last 28, on average over the users active in them.',
    formula: 'active days / active users',
    unit: 'days',
    next: HABIT,
    measure: { kind: 'active_days', days: 28 },
  },
  sessions: {
    ...OF,
    title: 'Sessions per user',
    definition:
      'Sessions that began in the last 28 days, per user with one. A pause of more than 30 minutes ends a session.',
    formula: 'sessions / users with sessions',
    unit: 'count',
    next: 'Look at key actions beside it: more sessions alone are no gain.',
    measure: { kind: 'sessions', of: 'per_user' },
  },
  key_actions: {
    ...OF,
    title: 'Key actions per session',
    definition: 'Events of value per session that began in the last 28 days.',
    formula: 'key actions / sessions',
    unit: 'count',
    next: 'Look at what sessions without any key action were spent on.',
    measure: { kind: 'sessions', of: 'key_actions' },
  },
  account_engagement: {
    ...OF,
    title: 'Engagement of accounts',
    definition:
      'The mean of the score of accounts called engagement, over the accounts of which it is known, at the last close.',
    formula: 'mean of the score',
    ...{ unit: 'points', owner: 'success', presets: ['mature'] },
    next: 'Work through those that fell most, with their parts open.',
    measure: { kind: 'engagement', level: 'account' },
  },
  member_engagement: {
    ...OF,
    title: 'Engagement of members',
    definition:
      'The mean of the score of members called memberEngagement, over the members of whom it is known, at the last close.',
    formula: 'mean of the score',
    ...{ unit: 'points', owner: 'success' },
    next: 'See in which accounts members fell while the account did not: one champion may carry it.',
    measure: { kind: 'engagement', level: 'member' },
  },
}
