import * as t from '../../dist/index.js'

const csm = { team: 'success', action: 'Call' }

/** Some 85 accounts each have an assignee of their own; most accounts have something open. */
export const config = t.defineConfig({
  product: { name: 'Gauge', model: 'paid', timezone: 'UTC' },
  account: { assignee: t.trait('csm'), renewsOn: t.trait('renewal_date'), createdAt: t.trait('created_at') },
  events: {
    viewed: t.event('Dashboard Viewed', { kind: 'core', feature: 'dashboards' }),
    shared: t.event('Dashboard Shared', { kind: 'team', feature: 'sharing' }),
    exported: t.event('Report Exported', { kind: 'depth', feature: 'reports' }),
  },
  scores: {
    health: t
      .score({
        recency: t.part(50, t.daysSinceLast(), t.falling(1, 21)),
        volume: t.part(50, t.count('viewed', t.days(28)), t.rising(0, 6)),
      })
      .bands({ healthy: 70, watch: 40, 'at risk': 0 }),
  },
  signals: {
    quiet: t.signal('risk').when(t.daysSinceLast().atLeast(10)).suggest(csm),
    shares: t
      .signal('expansion')
      .when(t.count('shared', t.days(28)).atLeast(1))
      .suggest({ ...csm, action: 'Show the next plan' }),
    exports: t
      .signal('intent')
      .when(t.count('exported', t.days(14)).atLeast(1))
      .suggest({ team: 'sales', action: 'Write' }),
  },
  teams: {
    success: t.team({ people: [], assignedBy: t.trait('csm'), capacity: 12, portfolio: 85 }),
    sales: t.team({ people: ['ina', 'jo', 'kim'], capacity: 20 }),
  },
  worklist: {
    health: 'health',
    routines: {
      plan: t.routine('health', 'at risk').suggest({ ...csm, action: 'Agree on a plan', cadence: 'monthly' }),
    },
    renewals: { team: 'success', within: t.days(60) },
  },
})
