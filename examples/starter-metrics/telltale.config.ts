import {
  activated,
  activation,
  activeDays,
  all,
  converted,
  count,
  days,
  daysSinceLast,
  defineConfig,
  event,
  falling,
  milestone,
  not,
  outcome,
  part,
  rising,
  score,
  signal,
  trait,
} from 'telltale'

export default defineConfig({
  product: { name: 'Corkboard', model: 'trial', trialDays: 14, grossMargin: 0.8 },
  account: { createdAt: trait('created_at') },

  events: {
    projectCreated: event('Project Created', { kind: 'core', feature: 'projects' }),
    taskCompleted: event('Task Completed', { kind: 'core', feature: 'tasks' }),
    inviteSent: event('Invite Sent', { kind: 'team' }),
  },

  activation: {
    within: days(14),
    milestones: {
      firstProject: milestone('core').when(count('projectCreated').atLeast(1)),
      twoInvites: milestone('team').when(count('inviteSent').atLeast(2)),
    },
  },

  scores: {
    health: score({
      recency: part(60, daysSinceLast(), falling(7, 28)),
      frequency: part(40, activeDays(days(28)), rising(0, 8)),
    }).bands({ healthy: 70, watch: 40, 'at risk': 0 }),
  },

  outcomes: { converted: converted() },

  signals: {
    stalled: signal('activation')
      .for(activation('age').under(30))
      .when(all(not(activated()), activation('stalled').atLeast(7)))
      .predicts(outcome('converted').within(days(30)))
      .suggest({ team: 'success', action: 'Help with the next step', cadence: 'weekly' }),
  },

  metrics: {
    coreFeature: 'projects',
    spend: { '2025-12': 2_000, '2026-01': 2_400, '2026-02': 3_000 },
    watch: {
      activation_rate: { owner: 'Ana', atLeast: 0.6, next: 'Call those who stopped after the first project' },
      time_to_value: { owner: 'Ana', atMost: 3 },
      core_feature_adoption: { owner: 'Ben', atLeast: 0.5 },
      cohort_retention: { owner: 'Carla', atLeast: 0.7 },
      nrr: { owner: 'Carla', atLeast: 1 },
    },
  },
})
