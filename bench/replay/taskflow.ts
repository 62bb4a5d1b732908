import {
  activeDays,
  activeMembers,
  activeShare,
  adoption,
  bands,
  byTrait,
  calendar,
  change,
  count,
  days,
  daysSinceFirst,
  daysSinceLast,
  difference,
  distinctDays,
  distinctFeatures,
  distinctUsers,
  event,
  ever,
  gauge,
  latest,
  max,
  members,
  mrr,
  percentile,
  property,
  ratio,
  rollUp,
  size,
  streakDays,
  streakWeeks,
  sum,
  tenure,
  trait,
} from 'telltale'

/** The product whose year is replayed: the fictional Taskflow of the generated worlds. */
export const product = { name: 'Taskflow', model: 'paid', timezone: 'UTC', weekStart: 'monday' } as const

export const account = { key: 'context.groupId', seats: trait('seats'), createdAt: trait('createdAt') }

export const events = {
  projectCreated: event('Project Created', {
    kind: 'core',
    feature: 'projects',
    aliases: ['project_created', 'projectCreated', 'create-project', 'proejct_created'],
  }),
  taskCreated: event('Task Created', { kind: 'core', feature: 'tasks', aliases: ['task_created', 'taskCreated'] }),
  taskCompleted: event('Task Completed', { kind: 'core', feature: 'tasks' }),
  boardViewed: event('Board Viewed', { kind: 'depth', feature: 'boards' }),
  reportViewed: event('Report Viewed', { kind: 'depth', feature: 'reports', aliases: ['Report Opened'] }),
  reportShared: event('Report Shared', { kind: 'team', feature: 'reports' }),
  commentAdded: event('Comment Added', { kind: 'team', feature: 'comments' }),
  integrationConnected: event('Integration Connected', { kind: 'data', feature: 'integrations' }),
  automationCreated: event('Automation Created', { kind: 'depth', feature: 'automations' }),
  advancedFilterUsed: event('Advanced Filter Used', { kind: 'depth', feature: 'filters' }),
  exportClicked: event('Export Clicked', { kind: 'data', aliases: ['export_clicked'] }),
  pricingViewed: event('Pricing Viewed', { kind: 'intent' }),
  limitReached: event('Plan Limit Reached', { kind: 'intent' }),
  ticketOpened: event('Ticket Opened', { kind: 'support' }),
  severeTicket: event('Ticket Opened', { kind: 'support', where: property('severity').is('severe') }),
  paymentFailed: event('Payment Failed', { kind: 'other' }),
  signedIn: event('Signed In', { kind: 'other' }),
  storage: gauge('Storage Measured', 'gigabytes'),
}

export const segments = {
  size: bands(trait('seats'), { small: 1, medium: 11, large: 101 }),
  plan: byTrait('plan', ['starter', 'team', 'business', 'enterprise']),
}

const work = ['taskCreated', 'taskCompleted', 'projectCreated'] as const

/** Forty indicators, every kind that daily facts can answer; `hours(n)`, which reads raw events, is not among them. */
export const indicators = {
  // counts: rolling windows of several lengths, calendar windows, all of history
  work7: count(work, days(7)),
  work28: count(work, days(28)),
  boards28: count('boardViewed', days(28)),
  comments14: count('commentAdded', days(14)),
  reports28: count(['reportViewed', 'reportShared'], days(28)),
  signIns7: count('signedIn', days(7)),
  tickets28: count('ticketOpened', days(28)),
  severeTickets14: count('severeTicket', days(14)),
  workThisWeek: count(work, calendar('week')),
  workThisMonth: count(work, calendar('month')),
  projectsEver: count('projectCreated', ever()),
  // a property added up, and a gauge
  mentions28: sum('commentAdded', 'mentions', { window: days(28) }),
  storageNow: latest('storage', days(90)),
  storagePeak: max('storage', days(28)),
  // different people, days and features
  users7: distinctUsers(work, days(7)),
  users28: distinctUsers(work, days(28)),
  commenters28: distinctUsers('commentAdded', days(28)),
  activeDays28: activeDays(days(28)),
  boardDays14: distinctDays('boardViewed', days(14)),
  features28: distinctFeatures(days(28)),
  adoption28: adoption({ window: days(28), minimum: 3 }),
  // when
  sinceFirstWork: daysSinceFirst(work),
  sinceActive: daysSinceLast(),
  sinceReport: daysSinceLast('reportViewed'),
  streak: streakDays(),
  steadyWeeks: streakWeeks({ daysPerWeek: 3 }),
  // members
  members: members(),
  activeMembers28: activeMembers(days(28)),
  activeShare28: activeShare(days(28)),
  activeAdmins7: activeShare(days(7), { roles: ['owner', 'admin'] }),
  // made from others
  workPerUser: ratio(count(work, days(28)), distinctUsers(work, days(28))),
  workTrend: change(count(work, days(14))),
  usersTrend: difference(distinctUsers(work, days(28))),
  workRank: percentile(count(work, days(28))),
  workRankInSize: percentile(count(work, days(28)), { in: 'size' }),
  // the account itself
  tenure: tenure('months'),
  size: size(),
  mrr: mrr(),
  // rolled up over members
  workPerMember: rollUp('mean', count(work, days(28))),
  busyMembers: rollUp('share', count(work, days(28)).atLeast(5)),
}
