import {
  activeMembers,
  adoption,
  all,
  any,
  bands,
  churned,
  count,
  days,
  defineConfig,
  engagement,
  event,
  expanded,
  inBand,
  indicator,
  inSegment,
  memberEngagement,
  memberVectors,
  milestone,
  months,
  outcome,
  signal,
  signalOpen,
  slowDrop,
  tenure,
  trait,
  vectors,
} from 'telltale'

const features = ['boards', 'tasks', 'comments', 'imports', 'reports'] as const

export default defineConfig({
  product: { name: 'Corkboard', model: 'paid' },
  account: { seats: trait('seats'), createdAt: trait('created_at') },

  events: {
    boardCreated: event('Board Created', { kind: 'core', feature: 'boards' }),
    taskCompleted: event('Task Completed', { kind: 'core', feature: 'tasks' }),
    commentAdded: event('Comment Added', { kind: 'team', feature: 'comments' }),
    fileImported: event('File Imported', { kind: 'data', feature: 'imports' }),
    reportViewed: event('Report Viewed', { kind: 'depth', feature: 'reports' }),
    inviteSent: event('Invite Sent', { kind: 'team' }),
  },

  // Tenure and size decide which signals apply.
  segments: { size: bands(trait('seats'), { small: 1, medium: 11, large: 101 }) },

  activation: {
    levels: ['account', 'member'],
    milestones: {
      firstBoard: milestone('core').when(count('boardCreated').atLeast(1)),
      twoInvites: milestone('team').when(count('inviteSent').atLeast(2)).level('account'),
      firstImport: milestone('data').when(count('fileImported').atLeast(1)),
      firstReport: milestone('depth').when(count('reportViewed').atLeast(1)),
    },
  },

  scores: { engagement: engagement({ features }), memberEngagement: memberEngagement({ features }) },
  indicators: { ...vectors({ features }), ...memberVectors({ features }) },
  outcomes: { expanded: expanded(), churned: churned() },

  signals: {
    expansionOpportunity: signal('expansion')
      .for(all(tenure().over(months(6)), inSegment('size', 'medium')))
      .when(
        all(
          inBand('engagement', 'active'),
          indicator('activeMembers').over(20),
          // The key features of the largest plan: somebody has to have used them.
          any(count('fileImported', days(28)).atLeast(1), count('reportViewed', days(28)).atLeast(1)),
          indicator('adoption').atLeast(0.75),
        ),
      )
      .until(any(activeMembers(days(28)).under(18), adoption({ features, window: days(28) }).under(0.6)))
      .predicts(outcome('expanded').within(days(90)))
      .suggest({ team: 'sales', action: 'Show the plan for larger teams, with their own usage', cadence: 'once' }),

    // A significant drop is one against the account's own past: four weeks far below what is usual for it.
    engagementDrop: signal('risk')
      .detects(slowDrop())
      .predicts(outcome('churned').within(days(90)))
      .suggest({ team: 'success', action: 'Ask what changed', cadence: 'weekly' }),

    potentialProblem: signal('risk')
      .for(all(tenure().over(months(6)), inSegment('size', 'medium')))
      .when(all(signalOpen('engagementDrop'), indicator('activeMembers').under(3), indicator('adoption').atMost(0.2)))
      .predicts(outcome('churned').within(days(90)))
      .suggest({ team: 'success', action: 'Call the champion, and find who else could use it', cadence: 'weekly' }),
  },
})
