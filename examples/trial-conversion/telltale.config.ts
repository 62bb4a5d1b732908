import {
  activated,
  activation,
  addTask,
  all,
  any,
  atLeast,
  converted,
  count,
  days,
  daysSinceLast,
  defineConfig,
  email,
  event,
  fullyActivated,
  inApp,
  inBand,
  indicator,
  milestone,
  not,
  onDay,
  outcome,
  playbook,
  send,
  signal,
  streakDays,
  team,
  tenure,
  trait,
} from 'telltale'

/** A project management product with a trial of 14 days: two of five milestones activate. */
export default defineConfig({
  product: { name: 'Boards', model: 'trial', trialDays: 14, timezone: 'UTC' },

  events: {
    signedUp: event('Signed Up'),
    boardViewed: event('Board Viewed', { kind: 'depth', feature: 'boards' }),
    projectCreated: event('Project Created', { kind: 'core', feature: 'projects' }),
    taskCompleted: event('Task Completed', { kind: 'core', feature: 'tasks' }),
    inviteSent: event('Invite Sent', { kind: 'team', feature: 'team' }),
    integrationConnected: event('Integration Connected', { kind: 'data', feature: 'integrations' }),
    viewCustomized: event('View Customized', { kind: 'depth', feature: 'views' }),
  },

  activation: {
    within: days(14),
    milestones: {
      project: milestone('core').when(count('projectCreated').atLeast(1)),
      tasks: milestone('core').when(count('taskCompleted').atLeast(5)),
      invites: milestone('team').when(count('inviteSent').atLeast(2)),
      integration: milestone('data').when(count('integrationConnected').atLeast(1)),
      customView: milestone('depth').when(count('viewCustomized').atLeast(1)),
    },
    activated: atLeast(
      2,
      milestone('project').done(),
      milestone('tasks').done(),
      milestone('invites').done(),
      milestone('integration').done(),
      milestone('customView').done(),
    ),
  },

  outcomes: { converted: converted() },

  indicators: { age: tenure('days') },

  signals: {
    /** Day 2: a project, and nobody to share it with. */
    projectWithoutTeam: signal('activation')
      .for(all(indicator('age').atLeast(2), indicator('age').atMost(14)))
      .when(all(milestone('project').done(), count('inviteSent').under(1)))
      .predicts(outcome('converted').within(days(28)))
      .suggest({ team: 'onboarding', action: 'Send the e-mail on inviting the team', cadence: 'once' }),

    /** Day 4: hardly a task completed. */
    fewTasks: signal('activation')
      .for(all(indicator('age').atLeast(4), indicator('age').atMost(14)))
      .when(count('taskCompleted').atMost(1))
      .predicts(outcome('converted').within(days(28)))
      .suggest({ team: 'onboarding', action: 'Show in the app how to plan the first three tasks', cadence: 'once' }),

    /** Day 6: a company of some size that is not activated. */
    valuableNotActivated: signal('activation')
      .for(all(indicator('age').atLeast(6), indicator('age').atMost(14)))
      .when(all(trait('employees').number.atLeast(200), not(activated())))
      .predicts(outcome('converted').within(days(28)))
      .suggest({ team: 'success', action: 'Call and offer to set up the first project together', cadence: 'once' }),

    /** Everything of value within three days. */
    powerUser: signal('activation')
      .when(all(fullyActivated(), activation('days').atMost(3)))
      .predicts(outcome('converted').within(days(28)))
      .suggest({ team: 'product', action: 'Invite to the beta programme', cadence: 'once' }),

    /** A project, two invited, and three days in a row: all of it at once. */
    engaged: signal('engagement')
      .for(indicator('age').atMost(28))
      .when(all(milestone('project').done(), milestone('invites').done(), streakDays().atLeast(3)))
      .cooldown(days(14))
      .predicts(outcome('converted').within(days(28)))
      .suggest({ team: 'product', action: 'Ask what made them stay', cadence: 'once' }),

    /** Half way there, and a week without a visit. */
    stalled: signal('risk')
      .for(indicator('age').atMost(28))
      .when(
        all(
          any(inBand('activation', 'at risk'), inBand('activation', 'partially activated')),
          daysSinceLast().atLeast(7),
        ),
      )
      .until(daysSinceLast().under(2))
      .predicts(outcome('converted').within(days(28)))
      .suggest({ team: 'onboarding', action: 'Ask what is in the way', cadence: 'weekly' }),
  },

  /** Letters of this product need a mail server: SMTP_URL. */
  channels: { mail: email({ from: 'Boards <hello@boards.example>' }), app: inApp() },
  teams: {
    onboarding: team({ people: ['ida'] }),
    success: team({ people: ['ana'] }),
    product: team({ people: ['pia'] }),
  },

  /** The same three, done by themselves: a letter on day 2, a message in the product on day 4, a call on day 6, for large companies only. */
  playbooks: {
    inviteTeam: playbook(onDay(2, all(milestone('project').done(), count('inviteSent').under(1))))
      .goal('converted')
      .once()
      .do(
        send({
          ...{ via: 'mail', to: 'champion', subject: 'Projects are better with teammates' },
          text: 'Hello {{ recipient.name }},\n\ninvite your team to {{ product }}: it takes half a minute.',
        }),
      ),
    firstTasks: playbook(onDay(4, count('taskCompleted').atMost(1)))
      .goal('converted')
      .once()
      .do(
        send({
          ...{ via: 'app', to: 'champion', subject: 'Plan your week in a minute' },
          text: 'Add three tasks, and see how {{ product }} keeps work organised.',
        }),
      ),
    callLarge: playbook(onDay(6, all(trait('employees').number.atLeast(200), not(activated()))))
      .goal('converted')
      .once()
      .holdout('off')
      .do(addTask({ team: 'success', action: 'Call {{ account.name }} and set up the first project together' })),
  },
})
