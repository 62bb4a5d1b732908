import {
  all,
  any,
  atLeast,
  becomes,
  byTrait,
  converted,
  count,
  days,
  daysSinceLast,
  decaying,
  defineConfig,
  email,
  event,
  gauge,
  inApp,
  inBand,
  indicator,
  inSegment,
  latest,
  limit,
  limitUse,
  members,
  milestone,
  outcome,
  part,
  playbook,
  points,
  ready,
  rising,
  score,
  send,
  signal,
  streakWeeks,
  team,
  tenure,
  tiers,
  trait,
} from 'telltale'

/** Where somebody upgrades. */
const PLANS = { text: 'See the plans', href: 'https://drafts.example/upgrade' } as const

/** A collaboration tool that is free for five members and 1 GB; whoever needs more pays. */
export default defineConfig({
  product: { name: 'Drafts', model: 'freemium', timezone: 'UTC' },

  events: {
    workspaceCreated: event('Workspace Created', { kind: 'core', feature: 'workspaces' }),
    fileUploaded: event('File Uploaded', { kind: 'core', feature: 'files' }),
    fileEdited: event('File Edited', { kind: 'core', feature: 'files' }),
    fileShared: event('File Shared', { kind: 'team', feature: 'sharing' }),
    commentReceived: event('Comment Received', { kind: 'team', feature: 'comments' }),
    memberInvited: event('Member Invited', { kind: 'team' }),
    storage: gauge('Storage Measured', 'gigabytes'),
    memberLimit: event('Member Limit Reached', { kind: 'intent' }),
    storageLimit: event('Storage Limit Reached', { kind: 'intent' }),
    premiumTried: event('Premium Feature Attempted', { kind: 'intent' }),
  },

  segments: { plan: byTrait('plan', ['free', 'pro', 'enterprise']) },

  /** What each plan allows; null: as much as one likes. */
  entitlements: {
    members: limit(members(), { byPlan: { free: 5, pro: null, enterprise: null } }),
    storage: limit(latest('storage'), { byPlan: { free: 1, pro: 100, enterprise: null } }),
  },

  /** The first phase: the free plan is worth something, and becomes a habit. */
  activation: {
    within: days(60),
    milestones: {
      workspace: milestone('core').when(count('workspaceCreated').atLeast(1)),
      file: milestone('core').when(count('fileUploaded').atLeast(1)),
      shared: milestone('team').when(count('fileShared').atLeast(1)),
      feedback: milestone('team').when(count('commentReceived').atLeast(1)),
      habit: milestone('depth').when(streakWeeks({ daysPerWeek: 3 }).atLeast(2)),
    },
    activated: atLeast(
      3,
      milestone('workspace').done(),
      milestone('file').done(),
      milestone('shared').done(),
      milestone('feedback').done(),
      milestone('habit').done(),
    ),
  },

  /** The second: what they want that the free plan has not, and whether they can pay for it. Two axes, never one sum. */
  scores: {
    interest: decaying(
      {
        memberLimit: points(30, days(30)),
        storageLimit: points(30, days(30)),
        premiumTried: points(8, days(30)),
        memberInvited: points(2, days(30)),
      },
      { perPerson: 100 },
    ).bands({ high: 70, some: 20, little: 0 }),
    fit: score({
      domain: part(30, trait('domain').isBusinessDomain()),
      employees: part(40, trait('employees').number, rising(5, 20)),
      industry: part(30, trait('industry').in(['software', 'agency'])),
    }).bands({ good: 50, poor: 0 }),
    priority: tiers({
      'High Priority': all(score('interest').atLeast(70), score('fit').atLeast(50)),
      'Medium Priority': all(score('interest').atLeast(20), score('fit').atLeast(50)),
    }),
  },

  indicators: { age: tenure('days') },

  outcomes: { converted: converted() },

  signals: {
    highPriority: signal('intent')
      .for(inSegment('plan', 'free'))
      .when(inBand('priority', 'High Priority'))
      .predicts(outcome('converted').within(days(7)))
      .suggest({
        team: 'growth',
        action: 'Show the upgrade with one click, and a discount for this week',
        cadence: 'once',
      }),

    limitsNear: signal('expansion')
      .for(inSegment('plan', 'free'))
      .when(any(limitUse('members').atLeast(0.8), limitUse('storage').atLeast(0.8)))
      .cooldown(days(30))
      .predicts(outcome('converted').within(days(30)))
      .suggest({ team: 'growth', action: 'Say in the app how near the limit is, and what Pro adds', cadence: 'once' }),

    habitLost: signal('risk')
      .for(all(inSegment('plan', 'free'), indicator('age').over(28)))
      .when(all(milestone('habit').done(), daysSinceLast().atLeast(14)))
      .until(daysSinceLast().under(3))
      .predicts(outcome('converted').within(days(90)))
      .suggest({ team: 'growth', action: 'Send the owner what the team did last month', cadence: 'once' }),
  },

  teams: { growth: team({ people: ['noa'] }) },

  /** Prompts in the product, reports and offers by letter; each leads to where one click upgrades. */
  channels: { mail: email({ from: 'Drafts <hello@drafts.example>' }), app: inApp() },
  playbooks: {
    upgradePrompt: ready.upgradePrompt({ app: 'app', link: PLANS, when: 'limitsNear', goal: 'converted' }),
    premiumHint: playbook(becomes(count('premiumTried', days(7)).atLeast(1)))
      .among(inSegment('plan', 'free'))
      .again(days(30))
      .do(
        send({
          ...{ via: 'app', to: 'champion', link: PLANS, subject: 'That is a part of Pro' },
          text: 'You tried something that Pro has: version history, and 100 GB for files.',
        }),
      ),
    usageReport: ready.usageReport({ mail: 'mail', link: PLANS, goal: 'converted', among: inSegment('plan', 'free') }),
    offer: ready.limitedOffer({
      ...{ mail: 'mail', link: PLANS, score: 'priority', band: 'High Priority', goal: 'converted' },
      offer: 'for the next seven days the first year of Pro costs a fifth less.',
    }),
  },
})
