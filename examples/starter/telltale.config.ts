import { activeUsers, count, days, daysSinceLast, defineConfig, event, happened, outcome, signal } from 'telltale'

/**
 * What Telltale should know about your product. Names are checked while you type; `npx telltale check` lists every problem with its place,
 * and says each definition in English.
 */
export default defineConfig({
  product: {
    name: 'My product',
    // Days, weeks and months are those of this time zone.
    timezone: 'UTC',
  },

  // Where an event names the account (the company) it belongs to; the paths are tried in this order.
  account: { key: ['context.groupId'] },

  // Who is out of every number: your own staff, test accounts. For example:
  // exclude: [emailDomain('your-company.com'), trait('is_test').is(true)],

  // The events you send, by the names you send them under. An event of kind core, team, data or depth is use; the others do not make
  // anybody active. The names below are those of the B2B SaaS specification of Segment; put yours in their place.
  events: {
    // What people come for: the events in which your product does its work.
    coreAction: event('Project Created', { kind: 'core', feature: 'projects', aliases: ['project_created'] }),
    inviteSent: event('Invite Sent', { kind: 'team' }),

    accountCreated: event('Account Created'),
    accountDeleted: event('Account Deleted'),
    userAdded: event('Account Added User'),
    userRemoved: event('Account Removed User'),
    signedUp: event('Signed Up'),
    signedIn: event('Signed In'),
    signedOut: event('Signed Out'),
    trialStarted: event('Trial Started'),
    trialEnded: event('Trial Ended'),
  },

  // What signals announce, so that you can see later whether they were right.
  outcomes: { joined: happened('userAdded'), left: happened('accountDeleted') },

  // A signal is on for an account from the day `when` becomes true until `until` does. Begin with few, and watch them for some weeks.
  signals: {
    invitesATeam: signal('activation')
      .when(count('inviteSent', days(7)).atLeast(3))
      .predicts(outcome('joined').within(days(14)))
      .suggest({ team: 'success', action: 'Offer a session for the new team' }),

    goingQuiet: signal('risk')
      .when(daysSinceLast('coreAction').atLeast(14))
      .predicts(outcome('left').within(days(60)))
      .suggest({ team: 'success', action: 'Ask what is in the way', cadence: 'weekly' }),

    growing: signal('expansion')
      .when(activeUsers(days(28)).over(20))
      .until(activeUsers(days(28)).under(15))
      .predicts(outcome('joined').within(days(30)))
      .suggest({ team: 'sales', action: 'Talk about the plan for larger teams' }),
  },
})
