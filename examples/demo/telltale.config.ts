import {
  activeDays,
  activeShare,
  activeUsers,
  addTask,
  adoption,
  all,
  any,
  atLeast,
  bands,
  byTrait,
  change,
  churned,
  converted,
  count,
  days,
  daysSinceLast,
  defineConfig,
  distinctUsers,
  emailDomain,
  event,
  expanded,
  falling,
  gauge,
  inApp,
  indicator,
  inSegment,
  latest,
  limit,
  limitUsage,
  members,
  milestone,
  months,
  opens,
  outcome,
  page,
  part,
  playbook,
  property,
  rising,
  rollUp,
  score,
  send,
  signal,
  streakWeeks,
  team,
  tenure,
  trait,
  wait,
} from 'telltale'

const CSMS = ['Dana Whitfield', 'Ines Carvalho', 'Marek Lindqvist', 'Pia Holm', 'Ruth Adeleke', 'Tom Nakamura']

export default defineConfig({
  product: { name: 'Taskflow', model: 'trial', trialDays: 14, grossMargin: 0.8, timezone: 'UTC', weekStart: 'monday' },

  account: {
    key: ['context.groupId', 'properties.workspaceId'],
    reachesBack: days(1),
    assignee: trait('csm'),
    renewsOn: trait('renewal_date'),
    seats: trait('seats'),
    createdAt: trait('createdAt'),
  },

  exclude: [emailDomain('taskflow.example'), trait('is_test').is(true)],

  events: {
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
    inviteSent: event('Invite Sent', { kind: 'team' }),
    exportClicked: event('Export Clicked', { kind: 'data', feature: 'exports', aliases: ['export_clicked'] }),
    pricingViewed: event('Pricing Viewed', { kind: 'intent' }),
    premiumTried: event('Premium Feature Attempted', { kind: 'intent' }),
    limitReached: event('Plan Limit Reached', { kind: 'intent' }),
    storage: gauge('Storage Measured', 'gigabytes'),
    ticketOpened: event('Ticket Opened', { kind: 'support' }),
    urgentTicket: event('Ticket Opened', { kind: 'support', where: property('severity').is('severe') }),
    paymentFailed: event('Payment Failed', { kind: 'other' }),
    userAdded: event('Account Added User', { kind: 'other' }),
    signedIn: event('Signed In', { kind: 'other' }),
    pricingPage: page('Pricing', { kind: 'intent' }),
    landingViewed: event('Landing Page Viewed'),
    pricesLookedUp: event('Landing Page Viewed', { where: property('page').is('/pricing') }),
  },

  segments: {
    size: bands(trait('seats'), { small: 1, medium: 11, large: 101 }),
    plan: byTrait('plan', ['trial', 'starter', 'team', 'business', 'enterprise']),
  },

  activation: {
    within: days(14),
    milestones: {
      firstProject: milestone('core').when(count('projectCreated').atLeast(1)),
      fiveTasks: milestone('core').when(count('taskCreated').atLeast(5)),
      twoColleagues: milestone('team').when(count(['inviteSent', 'userAdded']).atLeast(2)),
      integration: milestone('data').when(count('integrationConnected').atLeast(1)),
      firstFilter: milestone('depth').when(count('advancedFilterUsed').atLeast(1)),
    },
    activated: atLeast(
      2,
      milestone('fiveTasks').done(),
      milestone('twoColleagues').done(),
      milestone('integration').done(),
    ),
  },

  indicators: {
    activeMembers28: activeUsers(days(28)),
    activeShare28: activeShare(days(28)),
    adoption28: adoption({ window: days(28) }),
    tasks14: count(['taskCreated', 'taskCompleted'], days(14)),
    tasksTrend: change(count(['taskCreated', 'taskCompleted'], days(14))),
    sinceActive: daysSinceLast(),
    activeWeeks: streakWeeks({ daysPerWeek: 2 }),
    storageUse: limitUsage(latest('storage'), trait('storage_limit')),
  },

  scores: {
    health: score({
      people: part(25, indicator('activeShare28'), rising(0, 0.6)),
      recency: part(20, indicator('sinceActive'), falling(2, 14)),
      trend: part(20, indicator('tasksTrend'), rising(-0.6, 0)),
      breadth: part(20, indicator('adoption28'), rising(0, 0.6)),
      support: part(15, count('urgentTicket', days(28)), falling(0, 3)),
    })
      .bands({ healthy: 70, watch: 40, 'at risk': 0 })
      .exception('payment failed', count('paymentFailed', days(14)).atLeast(1)),
    engagement: score({
      habit: part(60, activeDays(days(28)), rising(0, 20)),
      breadth: part(40, indicator('adoption28'), rising(0, 0.6)),
    }),
    memberEngagement: score({ habit: part(100, activeDays(days(28)), rising(0, 12)) }).level('member'),
  },

  entitlements: { seats: limit(members(), trait('seats')) },

  metrics: {
    coreFeature: 'tasks',
    features: { filters: { tier: 'nice-to-have' }, exports: { tier: 'nice-to-have' } },
    promotions: [{ feature: 'reports', on: '2026-05-04' }],
    paywall: ['limitReached', 'premiumTried'],
    visit: 'landingViewed',
    lead: { event: 'pricesLookedUp' },
    spend: {
      '2026-02': { ads: 5_200, partner: 2_600, outbound: 6_400 },
      '2026-03': { ads: 7_900, partner: 2_600, outbound: 6_400 },
      '2026-04': { ads: 8_300, partner: 2_900, outbound: 6_600 },
      '2026-05': { ads: 8_100, partner: 2_900, outbound: 6_600 },
    },
    rates: {
      to: 'USD',
      dated: { '2024-12-01': { EUR: '1.06', GBP: '1.27' }, '2026-01-01': { EUR: '1.14', GBP: '1.32' } },
    },
    northStar: {
      ...{ event: 'taskCompleted', count: 'accounts', title: 'Accounts that get work done in a week' },
      inputs: ['activation_rate', 'stickiness', 'core_feature_adoption', 'cohort_retention'],
    },
    watch: {
      activation_rate: { owner: 'Pia Holm', atLeast: 0.35, next: 'Call the trials that stall before five tasks' },
      nrr: { owner: 'Ruth Adeleke', atLeast: 1 },
      logo_churn: { owner: 'Ruth Adeleke', atMost: 0.02 },
    },
  },

  outcomes: { converted: converted(), churned: churned(), expanded: expanded() },

  teams: {
    success: team({ people: CSMS, assignedBy: trait('csm'), capacity: 8, portfolio: 85 }),
    sales: team({ people: CSMS, assignedBy: trait('csm'), capacity: 6, alertsPerWeek: 10 }),
    onboarding: team({ people: ['Pia Holm', 'Tom Nakamura'], capacity: 10 }),
    support: team({ people: ['Marek Lindqvist'] }),
    marketing: team({ people: ['Ines Carvalho'] }),
    product: team({ people: ['Dana Whitfield'] }),
  },
  worklist: { health: 'health', renewals: { team: 'success', within: days(30) } },

  signals: {
    readyToBuy: signal('intent')
      .for(inSegment('plan', 'trial'))
      .on('pricingViewed')
      .when(
        all(count(['pricingViewed', 'premiumTried'], days(7)).atLeast(3), count('taskCreated', days(14)).atLeast(10)),
      )
      .cooldown(days(7))
      .predicts(outcome('converted').within(days(30)))
      .suggest({ team: 'sales', action: 'Offer a call about the plan they looked at', cadence: 'once' }),

    trialStalling: signal('activation')
      .for(all(inSegment('plan', 'trial'), tenure().over(days(3)), tenure().atMost(days(14))))
      .when(any(count('taskCreated').under(3), daysSinceLast().atLeast(4)))
      .until(count('taskCreated', days(3)).atLeast(3))
      .cooldown(days(3))
      .predicts(outcome('converted').within(days(30)))
      .suggest({ team: 'onboarding', action: 'Send the five-minute set-up and offer help', cadence: 'once' }),

    expansionOpportunity: signal('expansion')
      .for(tenure().over(months(3)))
      .when(
        all(
          indicator('activeShare28').atLeast(0.75),
          indicator('activeMembers28').atLeast(8),
          indicator('adoption28').atLeast(0.5),
        ),
      )
      .until(indicator('activeShare28').under(0.6))
      .minimum(3)
      .cooldown(days(30))
      .predicts(outcome('expanded').within(days(60)))
      .suggest({ team: 'sales', action: 'Book an expansion call', cadence: 'weekly' }),

    limitReached: signal('expansion')
      .on('limitReached')
      .cooldown(days(14))
      .predicts(outcome('expanded').within(days(45)))
      .suggest({ team: 'sales', action: 'Offer the next plan while the limit is in the way', cadence: 'once' }),

    usageFalling: signal('risk')
      .for(all(tenure().over(months(2)), trait('plan').isNot('trial')))
      .when(all(indicator('tasksTrend').atMost(-0.5), indicator('activeShare28').under(0.5)))
      .until(indicator('tasksTrend').over(-0.2))
      .minimum(3)
      .cooldown(days(14))
      .escalate(indicator('sinceActive').atLeast(10))
      .predicts(outcome('churned').within(days(90)))
      .suggest({ team: 'success', action: 'Call the champion and ask what changed', cadence: 'weekly' }),

    goneQuiet: signal('risk')
      .for(trait('plan').isNot('trial'))
      .when(indicator('sinceActive').atLeast(14))
      .until(indicator('sinceActive').under(3))
      .predicts(outcome('churned').within(days(60)))
      .suggest({ team: 'success', action: 'Reach out to every admin', cadence: 'weekly' }),

    supportFriction: signal('risk')
      .on('urgentTicket')
      .when(count('urgentTicket', days(7)).atLeast(3))
      .cooldown(days(14))
      .suggest({ team: 'support', action: 'Name one person who owns all open tickets', cadence: 'daily' })
      .off(),

    storageNearlyFull: signal('expansion')
      .when(indicator('storageUse').atLeast(0.9))
      .until(indicator('storageUse').under(0.8))
      .predicts(outcome('expanded').within(days(45)))
      .suggest({ team: 'sales', action: 'Offer more storage', cadence: 'once' })
      .off(),

    habitFormed: signal('engagement')
      .when(all(indicator('activeWeeks').atLeast(4), distinctUsers('commentAdded', days(28)).atLeast(3)))
      .suggest({ team: 'marketing', action: 'Ask for a reference', cadence: 'once' })
      .off(),

    powerUsers: signal('engagement')
      .when(rollUp('count', count(['automationCreated', 'advancedFilterUsed'], days(28)).atLeast(3)).atLeast(2))
      .suggest({ team: 'product', action: 'Invite them to the beta group', cadence: 'once' })
      .off(),
  },

  // Messages that the product itself shows; nothing leaves this machine.
  channels: { app: inApp() },

  playbooks: {
    trialRescue: playbook(opens('trialStalling'))
      .goal('converted')
      .whileOpen()
      .again(days(14))
      .do(
        wait(days(2)),
        addTask({
          team: 'onboarding',
          action: 'Call {{ account.name }}; missing: {{ missingMilestones | join: ", " }}',
        }),
      ),
    limitCall: playbook(opens('limitReached'))
      .goal('expanded')
      .again(days(30))
      .do(
        send({
          ...{ via: 'app', to: 'admins', subject: 'You have reached a limit of your plan' },
          text: 'Nothing is lost. The next plan has more room, and you can change at any time.',
          link: { text: 'See the plans', href: '/plans' },
        }),
        wait(days(1)),
        addTask({ team: 'sales', action: 'Ask {{ account.name }} which limit is in their way' }),
      ),
  },
})
