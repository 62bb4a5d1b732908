import {
  abandonedDays,
  activated,
  activation,
  all,
  any,
  bands,
  churned,
  constant,
  converted,
  count,
  customerHealth,
  days,
  daysSinceLast,
  decaying,
  defineConfig,
  difference,
  distinctUsers,
  email,
  engagement,
  event,
  expanded,
  fullyActivated,
  inApp,
  indicator,
  inSegment,
  knots,
  limit,
  limitUse,
  memberEngagement,
  members,
  memberVectors,
  milestone,
  not,
  outcome,
  page,
  part,
  points,
  property,
  ratio,
  ready,
  score,
  signal,
  streakWeeks,
  team,
  tenure,
  tiers,
  trait,
  vectors,
  webhook,
} from 'telltale'

const features = ['sources', 'dashboards', 'sharing', 'reports', 'refresh'] as const

// playbooks
/** Where letters and messages lead. */
const START = { text: 'Open the guide', href: 'https://example.com/start' } as const
// end playbooks

/**
 * Analytics: what Telltale should know about your product. Put the names of your own events in the place of these; `npx telltale check` lists every
 * problem with its place, and says each definition in English.
 */
export default defineConfig({
  product: {
    name: 'My product',
    model: 'trial',
    // trial
    trialDays: 14,
    // end
    // Days, weeks and months are those of this time zone.
    timezone: 'UTC',
  },

  // Where an event names the account it belongs to, and the properties of an account that mean something here.
  account: {
    key: ['context.groupId'],
    seats: trait('seats'),
    createdAt: trait('created_at'),
  },

  // Who is out of every number: your own staff, test accounts. For example:
  // exclude: [emailDomain('your-company.com'), trait('is_test').is(true)],

  // An event of kind core, team, data or depth is use; the others make nobody active.
  events: {
    // Each with its property `widgets`: how many are on it.
    dashboardSaved: event('Dashboard Saved', { kind: 'core', feature: 'dashboards' }),
    fullDashboard: event('Dashboard Saved', {
      kind: 'core',
      feature: 'dashboards',
      where: property('widgets').atLeast(3),
    }),
    sourceConnected: event('Data Source Connected', { kind: 'data', feature: 'sources' }),
    refreshScheduled: event('Data Refresh Scheduled', { kind: 'data', feature: 'refresh' }),
    dashboardShared: event('Dashboard Shared', { kind: 'team', feature: 'sharing' }),
    reportScheduled: event('Report Scheduled', { kind: 'depth', feature: 'reports' }),

    // The B2B SaaS events of Segment's specification.
    signedUp: event('Signed Up'),
    accountCreated: event('Account Created'),
    accountDeleted: event('Account Deleted'),
    userAdded: event('Account Added User'),
    userRemoved: event('Account Removed User'),
    signedIn: event('Signed In'),
    signedOut: event('Signed Out'),
    inviteSent: event('Invite Sent', { kind: 'team' }),
    trialStarted: event('Trial Started'),
    trialEnded: event('Trial Ended'),

    // What somebody wants, and what goes wrong.
    pricingViewed: page('Pricing', { kind: 'intent' }),
    premiumTried: event('Premium Feature Attempted', { kind: 'intent' }),
    errorShown: event('Error Shown'),
    ticketOpened: event('Ticket Opened', { kind: 'support' }),
    paymentFailed: event('Payment Failed'),
  },

  segments: { size: bands(trait('seats'), { small: 1, medium: 11, large: 101 }) },

  activation: {
    // Sources have to be connected, and colleagues convinced: thirty days.
    within: days(30),
    levels: ['account', 'member'],
    // A category without a milestone is left out, and the others share its points.
    weights: { core: 40, team: 25, data: 20, depth: 15 },
    milestones: {
      firstSource: milestone('data').when(count('sourceConnected').atLeast(1)),
      firstDashboard: milestone('core').when(count('fullDashboard').atLeast(1)),
      shared: milestone('team').when(count('dashboardShared').atLeast(1)),
      firstReport: milestone('depth').when(count('reportScheduled').atLeast(1)),
      refresh: milestone('data').when(count('refreshScheduled').atLeast(1)).optional(),
    },
  },
  // freemium

  // What the free plan allows; null: as much as one likes.
  entitlements: { seats: limit(members(), { byPlan: { free: 5, pro: null } }) },
  // end

  indicators: {
    ...vectors({ features }),
    ...memberVectors({ features }),
    // trial
    trialDaysLeft: difference(constant(14), tenure('days')),
    evaluators: distinctUsers(['dashboardSaved']),
    // end
  },

  scores: {
    engagement: engagement({ features }),
    memberEngagement: memberEngagement({ features }),
    health: customerHealth({
      core: ['dashboardSaved'],
      tickets: 'ticketOpened',
      failedPayments: 'paymentFailed',
      features,
    }),

    // Who is ready to buy: behaviour and fit are two axes, and are never added up.
    interest: decaying({
      pricingViewed: points(10),
      premiumTried: points(20),
      inviteSent: points(5),
    }).bands({ high: 70, some: 30, little: 0 }),
    fit: score({
      domain: part(30, trait('domain').isBusinessDomain()),
      employees: part(40, trait('employees').number, knots([10, 0], [50, 1], [1000, 1], [5000, 0.5])),
      industry: part(30, trait('industry').in(['software', 'services', 'media'])),
    }).bands({ good: 50, poor: 0 }),
    priority: tiers({
      'High Priority': all(score('interest').atLeast(70), score('fit').atLeast(50)),
      Promising: score('interest').atLeast(30),
    }),
  },

  outcomes: { converted: converted(), expanded: expanded(), churned: churned() },

  // A signal is on from the day `when` becomes true until `until` does. Few at first: watch them for some weeks before you add more.
  signals: {
    stalled: signal('activation')
      .for(activation('age').under(45))
      .when(all(not(activated()), activation('stalled').atLeast(2)))
      .predicts(outcome('converted').within(days(90)))
      .suggest({ team: 'success', action: 'Help with the next step, by name', cadence: 'daily' }),

    fastActivation: signal('engagement')
      .when(all(fullyActivated(), activation('days').under(4)))
      .predicts(outcome('converted').within(days(90)))
      .suggest({ team: 'product', action: 'Invite them to the beta group', cadence: 'once' }),
    // trial

    // A week into the trial it should have happened.
    trialAtRisk: signal('activation')
      .when(all(indicator('trialDaysLeft').between(1, 7), not(activated())))
      .predicts(outcome('converted').within(days(30)))
      .suggest({ team: 'success', action: 'Offer a personal demonstration before the trial ends', cadence: 'daily' }),

    readyToBuy: signal('intent')
      .when(all(indicator('evaluators').atLeast(3), count('premiumTried').atLeast(1), activated()))
      .predicts(outcome('converted').within(days(30)))
      .suggest({ team: 'sales', action: 'Answer what stands between them and the plan', cadence: 'once' }),
    // end
    // freemium

    // Three days a week, two weeks running.
    habit: signal('engagement')
      .when(streakWeeks({ daysPerWeek: 3 }).atLeast(2))
      .predicts(outcome('converted').within(days(90)))
      .suggest({ team: 'marketing', action: 'Show what their team gets out of the paid plan', cadence: 'once' }),

    nearLimit: signal('expansion')
      .when(limitUse('seats').atLeast(0.8))
      .until(limitUse('seats').under(0.6))
      .predicts(outcome('converted').within(days(30)))
      .suggest({ team: 'sales', action: 'Offer the next plan before the limit is in the way', cadence: 'once' }),
    // end

    goingQuiet: signal('risk')
      .for(activation('age').atLeast(45))
      .when(daysSinceLast().atLeast(14))
      .until(daysSinceLast().under(3))
      .predicts(outcome('churned').within(days(60)))
      .suggest({ team: 'success', action: 'Ask what is in the way', cadence: 'weekly' }),

    // Three errors or more, at one step in ten; or three days of signing in that came to nothing.
    struggling: signal('risk')
      .when(
        any(
          all(
            count('errorShown', days(7)).atLeast(3),
            ratio(count('errorShown', days(7)), count(['errorShown', 'dashboardSaved'], days(7))).over(0.1),
          ),
          abandonedDays('signedIn', days(7)).atLeast(3),
        ),
      )
      .predicts(outcome('churned').within(days(60)))
      .suggest({ team: 'support', action: 'Look at what failed, and write first', cadence: 'daily' }),
    // freemium

    growingTeam: signal('expansion')
      .when(count('userAdded', days(28)).atLeast(2))
      .predicts(outcome('converted').within(days(90)))
      .suggest({ team: 'sales', action: 'Show what teams do together', cadence: 'once' })
      .off(),
    // end
  },

  // playbooks

  // How messages leave. What is secret comes from the environment: SMTP_URL, CRM_URL and CRM_SECRET.
  channels: {
    mail: email({ from: 'My product <hello@example.com>' }),
    app: inApp(),
    crm: webhook({ url: 'CRM_URL', secrets: ['CRM_SECRET'] }),
  },
  // Who does what is not sent by itself; an account says in `csm` who looks after it.
  teams: {
    success: team({ assignedBy: trait('csm') }),
    sales: team({ assignedBy: trait('account_executive') }),
    product: team({ assignedBy: trait('csm') }),
    support: team({ assignedBy: trait('csm') }),
    marketing: team({ assignedBy: trait('csm') }),
  },
  // Nobody is written to at night, and nobody more than twice a week.
  outreach: { quiet: { from: '19:00', to: '08:00' }, perRecipient: { most: 2, within: days(7) } },

  // Look at what each would have done, `npx telltale playbooks simulate highPotential`, before customers hear of it. The texts are yours to write: `playbook()` is what
  // these are made of.
  playbooks: {
    highPotential: ready.highPotential({
      ...{ mail: 'mail', app: 'app', team: 'success', link: START, goal: 'converted' },
      promising: score('fit').atLeast(50),
    }),
    partlyActivated: ready.partlyActivated({ mail: 'mail', app: 'app', link: START, goal: 'converted' }),
    powerUser: ready.powerUser({
      ...{ mail: 'mail', crm: 'crm', team: 'product', link: START, when: 'fastActivation', goal: 'expanded' },
    }),
    struggling: ready.handOver({
      ...{ team: 'success', when: 'struggling' },
      action: 'Look at what failed at {{ account.name }}, and write first',
    }),
    goingQuiet: ready.guideBack({ mail: 'mail', app: 'app', team: 'success', link: START, when: 'goingQuiet' }),
    stalledSeats: ready.stalled({
      team: 'success',
      when: all(
        ratio(members(), trait('seats').number).under(0.5),
        activation('age').over(60),
        inSegment('size', 'large'),
      ),
      action: 'Find out why half of the seats of {{ account.name }} are empty',
    }),
    // trial
    readyToBuy: ready.handOver({
      ...{ team: 'sales', when: 'readyToBuy' },
      action: 'Answer what stands between {{ account.name }} and the plan',
    }),
    // end
    // freemium
    limitToSales: ready.handOver({
      ...{ team: 'sales', when: 'nearLimit' },
      action: 'Offer {{ account.name }} the next plan before the limit is in the way',
    }),
    upgradePrompt: ready.upgradePrompt({ app: 'app', link: START, when: 'nearLimit', goal: 'converted' }),
    usageReport: ready.usageReport({ mail: 'mail', link: START, goal: 'converted', among: trait('plan').is('free') }),
    offer: ready.limitedOffer({
      ...{ mail: 'mail', link: START, score: 'priority', band: 'High Priority', goal: 'converted' },
      offer: 'for the next seven days the first year of the paid plan costs a fifth less. One click, and it is yours.',
    }),
    // end
  },
  // end playbooks
})
