import {
  all,
  any,
  change,
  count,
  days,
  daysSinceLast,
  defineConfig,
  distinctDays,
  event,
  happened,
  inactive,
  indicator,
  outcome,
  property,
  signal,
  sum,
} from 'telltale'

/**
 * A music service for single listeners: each pays (or does not) alone, so each is an account of one, and what is said of accounts is said of listeners. Pages are
 * events. Sizes, shares of members and roll-ups would say nothing here and are left out.
 */
export default defineConfig({
  product: { name: 'Sparkify', model: 'freemium', timezone: 'America/New_York' },

  events: {
    song: event('NextSong', { kind: 'core', feature: 'listening' }),
    paidSong: event('NextSong', { kind: 'core', feature: 'listening', where: property('level').is('paid') }),
    upgradePage: event('Upgrade', { kind: 'intent' }),
    upgraded: event('Submit Upgrade', { kind: 'other' }),
    downgradePage: event('Downgrade', { kind: 'intent' }),
    downgraded: event('Submit Downgrade', { kind: 'other' }),
    help: event('Help', { kind: 'support' }),
    failed: event('Error', { kind: 'support' }),
    home: event('Home', { kind: 'other' }),
    settings: event('Settings', { kind: 'other' }),
    savedSettings: event('Save Settings', { kind: 'other' }),
    about: event('About', { kind: 'other' }),
    logout: event('Logout', { kind: 'other' }),
  },

  indicators: {
    songs7: count('song', days(7)),
    songsBefore: count('song', days(7).before(days(7))),
    songsTrend: change(count('song', days(7))),
    secondsHeard7: sum('song', 'length', { window: days(7) }),
    listeningDays14: distinctDays('song', days(14)),
    sinceSong: daysSinceLast('song'),
    paidSongs7: count('paidSong', days(7)),
  },

  outcomes: {
    upgraded: happened('upgraded'),
    downgraded: happened('downgraded'),
    silent: inactive(days(14), 'song'),
  },

  signals: {
    thinkingOfUpgrading: signal('intent')
      .on('upgradePage')
      .when(all(indicator('paidSongs7').atMost(0), indicator('songs7').atLeast(5)))
      .until(count('upgraded', days(7)).atLeast(1))
      .cooldown(days(7))
      .predicts(outcome('upgraded').within(days(14)))
      .suggest({ team: 'growth', action: 'Offer the first month at half the price', cadence: 'once' }),

    thinkingOfLeaving: signal('risk')
      .on('downgradePage')
      .when(all(count('downgradePage', days(7)).atLeast(2), indicator('paidSongs7').atLeast(1)))
      .cooldown(days(7))
      .predicts(outcome('downgraded').within(days(30)))
      .suggest({ team: 'success', action: 'Ask what is missing', cadence: 'once' }),

    listeningLess: signal('risk')
      .when(all(indicator('songsBefore').atLeast(20), indicator('songsTrend').atMost(-0.7)))
      .until(any(indicator('songsTrend').over(-0.3), indicator('sinceSong').atLeast(14)))
      .cooldown(days(7))
      .predicts(outcome('silent').within(days(14)))
      .suggest({ team: 'growth', action: 'Send the songs of the week', cadence: 'weekly' }),

    habit: signal('engagement')
      .when(indicator('listeningDays14').atLeast(8))
      .until(indicator('listeningDays14').under(5))
      .predicts(outcome('upgraded').within(days(30)))
      .suggest({ team: 'growth', action: 'Ask for a playlist to share', cadence: 'once' }),
  },
})
