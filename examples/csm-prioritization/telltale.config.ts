import {
  activation,
  activeDays,
  activeMembers,
  adoption,
  all,
  churned,
  count,
  days,
  daysSinceLast,
  defineConfig,
  event,
  falling,
  indicator,
  milestone,
  onboardingIs,
  onboardingRoutines,
  outcome,
  part,
  property,
  ratio,
  retained,
  rising,
  routine,
  score,
  signal,
  team,
  tenure,
  trait,
} from 'telltale'

const onboarding = onboardingRoutines({ team: 'success', escalation: 'engineers' })

/** An analytics platform with 200 new customers a month, and fifteen people who look after them. */
export default defineConfig({
  product: { name: 'Gauge', model: 'paid', timezone: 'UTC' },

  account: {
    assignee: trait('csm'),
    renewsOn: trait('renewal_date'),
    seats: trait('seats'),
    createdAt: trait('created_at'),
  },

  events: {
    signedIn: event('Signed In'),
    dataConnected: event('Data Source Connected', { kind: 'data', feature: 'data sources' }),
    dashboardBuilt: event('Dashboard Built', {
      ...{ kind: 'core', feature: 'dashboards' },
      where: property('visualizations').atLeast(5),
    }),
    dashboardViewed: event('Dashboard Viewed', { kind: 'core', feature: 'dashboards' }),
    queryRun: event('Query Run', { kind: 'depth', feature: 'queries' }),
    dashboardShared: event('Dashboard Shared', { kind: 'team', feature: 'sharing' }),
    reportScheduled: event('Report Scheduled', { kind: 'core', feature: 'reports' }),
    customMetric: event('Custom Metric Created', { kind: 'depth', feature: 'custom metrics' }),
    ticketOpened: event('Ticket Opened', { kind: 'support' }),
    urgentTicket: event('Ticket Opened', { kind: 'support', where: property('severity').is('high') }),
  },

  /** The five indicators of the first thirty days; the onboarding status follows from them, from the team and from the sign-ins. */
  activation: {
    within: days(30),
    milestones: {
      dataSource: milestone('data').when(count('dataConnected').atLeast(1)),
      firstDashboard: milestone('core').when(count('dashboardBuilt').atLeast(1)),
      shared: milestone('team').when(count('dashboardShared').atLeast(3)),
      scheduled: milestone('core').when(count('reportScheduled').atLeast(1)),
      advanced: milestone('depth').when(count('customMetric').atLeast(1)),
    },
    signIn: 'signedIn',
  },

  scores: {
    health: score({
      onboarding: part(30, activation('score'), rising(0, 100)),
      recency: part(15, daysSinceLast(), falling(3, 14)),
      frequency: part(10, activeDays(days(28)), rising(0, 10)),
      people: part(20, ratio(activeMembers(days(28)), trait('seats').number), rising(0, 0.25)),
      depth: part(15, adoption({ window: days(28) }), rising(0, 0.6)),
      support: part(10, count('urgentTicket', days(28)), falling(0, 2)),
    }).bands({ healthy: 70, watch: 40, 'at risk': 0 }),
  },

  indicators: {
    team7: activeMembers(days(7)),
    quiet: daysSinceLast(),
    age: tenure('days'),
  },

  outcomes: { churned: churned(), stayed: retained(90, 120) },

  signals: {
    strategicInTrouble: signal('risk')
      .for(all(trait('tier').is('strategic'), indicator('age').atMost(90)))
      .when(onboardingIs('red'))
      .cooldown(days(30))
      .predicts(outcome('churned').within(days(180)))
      .suggest({ team: 'leads', action: 'Call their executive sponsor', cadence: 'weekly' }),

    goneQuiet: signal('risk')
      .for(indicator('age').over(30))
      .when(indicator('quiet').atLeast(10))
      .until(indicator('quiet').under(3))
      .cooldown(days(14))
      .predicts(outcome('churned').within(days(90)))
      .suggest({ team: 'success', action: 'Call the admin and ask what changed', cadence: 'weekly' }),

    roomToGrow: signal('expansion')
      .for(indicator('age').over(45))
      .when(all(onboardingIs('green'), indicator('team7').atLeast(5)))
      .until(indicator('team7').under(3))
      .cooldown(days(30))
      .predicts(outcome('stayed').within(days(90)))
      .suggest({ team: 'success', action: 'Show them what the next plan adds', cadence: 'monthly' }),
  },

  teams: {
    success: team({
      people: 'ana ben chen dara elif finn gita hugo ines jamal kira luca mina noor omar'.split(' '),
      assignedBy: trait('csm'),
      capacity: 12,
      // Some 85 each, and nobody more than 90.
      portfolio: 90,
    }),
    engineers: team({ people: ['vera', 'wim'], capacity: 10 }),
    leads: team({ people: ['zara'], capacity: 10 }),
  },

  worklist: {
    health: 'health',
    /** Who is new is looked after by onboarding status, who is not by health. */
    routines: {
      redCall: onboarding.redCall.atAge(days(0), days(60)),
      redEngineers: onboarding.redEngineers.atAge(days(0), days(60)),
      redDecision: onboarding.redDecision.atAge(days(0), days(90)),
      yellowContact: onboarding.yellowContact.atAge(days(0), days(60)),
      yellowBeforeDay30: onboarding.yellowBeforeDay30,
      greenGrowth: onboarding.greenGrowth,
      greenReview: onboarding.greenReview,
      atRiskPlan: routine('health', 'at risk')
        .atAge(days(61), days(3650))
        .suggest({ team: 'success', action: 'Agree with the admin on a plan for the next month', cadence: 'monthly' }),
    },
    renewals: { team: 'success', within: days(90) },
  },
})
