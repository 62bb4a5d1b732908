import {
  all,
  any,
  change,
  constant,
  count,
  days,
  daysSinceLast,
  defineConfig,
  distinctDays,
  distinctUsers,
  event,
  happened,
  inactive,
  indicator,
  months,
  outcome,
  property,
  ratio,
  signal,
  tenure,
} from 'telltale'

/**
 * Git history as usage: a repository is an account, an author a user, a commit an event. Authors are not members of anything here,
 * so people are counted by what they did.
 */
export default defineConfig({
  product: { name: 'Open source', model: 'freemium', timezone: 'UTC' },

  events: {
    commit: event('Commit', { kind: 'core', feature: 'code' }),
    feature: event('Commit', { kind: 'depth', feature: 'features', where: property('kind').in(['feat', 'perf']) }),
    fix: event('Commit', { kind: 'depth', feature: 'fixes', where: property('kind').is('fix') }),
    upkeep: event('Commit', {
      kind: 'depth',
      feature: 'upkeep',
      where: property('kind').in(['docs', 'test', 'ci', 'build', 'chore', 'refactor', 'style']),
    }),
  },

  indicators: {
    authors90: distinctUsers('commit', days(90)),
    authorsBefore: distinctUsers('commit', days(365).before(days(90))),
    authorsTrend: change(distinctUsers('commit', days(90))),
    commits90: count('commit', days(90)),
    commitsTrend: change(count('commit', days(90))),
    activeDays28: distinctDays('commit', days(28)),
    sinceCommit: daysSinceLast('commit'),
    commitsPerAuthor90: ratio(count('commit', days(90)), distinctUsers('commit', days(90))),
    fixesPerFeature90: ratio(count('fix', days(90)), count('feature', days(90))),
    perDay90: ratio(count('commit', days(90)), constant(90)),
  },

  outcomes: {
    dormant: inactive(days(90), 'commit'),
    abandoned: inactive(days(365), 'commit'),
    builds: happened('feature'),
  },

  signals: {
    /** One author is left of several. Nobody at all is another story: dormant. */
    loneMaintainer: signal('risk')
      .for(all(tenure().over(months(12)), indicator('authors90').atLeast(1)))
      .when(all(indicator('authors90').atMost(1), indicator('authorsBefore').atLeast(3)))
      .until(indicator('authors90').atLeast(3))
      .minimum(7)
      .predicts(outcome('dormant').within(days(180)))
      .suggest({ team: 'maintainers', action: 'Ask a regular contributor to share the keys', cadence: 'monthly' }),

    /** Ends where dormant begins, so that a silent repository has one alert, and where steady work is seen again. */
    goingQuiet: signal('risk')
      .for(all(tenure().over(months(6)), indicator('sinceCommit').under(90)))
      .when(all(indicator('commitsTrend').atMost(-0.6), indicator('sinceCommit').atLeast(14)))
      .until(any(indicator('commitsTrend').over(-0.3), indicator('activeDays28').atLeast(8)))
      .minimum(7)
      .cooldown(days(30))
      .escalate(indicator('sinceCommit').atLeast(60))
      .predicts(outcome('dormant').within(days(180)))
      .suggest({ team: 'maintainers', action: 'Say in the README what state the project is in', cadence: 'monthly' }),

    dormant: signal('risk')
      .when(indicator('sinceCommit').atLeast(90))
      .until(indicator('sinceCommit').under(7))
      .predicts(outcome('abandoned').within(days(300)))
      .suggest({ team: 'dependents', action: 'Look for a fork or a successor', cadence: 'once' }),

    contributorsGrowing: signal('expansion')
      .for(tenure().over(months(12)))
      .when(all(indicator('authorsTrend').atLeast(0.5), indicator('authors90').atLeast(10)))
      .until(indicator('authorsTrend').under(0.1))
      .minimum(7)
      .cooldown(days(30))
      .predicts(outcome('builds').within(days(30)))
      .suggest({
        team: 'maintainers',
        action: 'Write down how decisions are made before there are more of you',
        cadence: 'once',
      }),

    newcomerWave: signal('engagement')
      .when(all(distinctUsers('commit', days(28)).atLeast(15), indicator('commitsPerAuthor90').under(4)))
      .until(distinctUsers('commit', days(28)).under(10))
      .cooldown(days(60))
      .predicts(outcome('builds').within(days(30)))
      .suggest({ team: 'maintainers', action: 'Review first contributions within the week', cadence: 'weekly' }),

    fixingMoreThanBuilding: signal('risk')
      .for(tenure().over(months(12)))
      .when(all(indicator('fixesPerFeature90').atLeast(4), count('fix', days(90)).atLeast(20)))
      .until(indicator('fixesPerFeature90').under(2.5))
      .minimum(7)
      .cooldown(days(60))
      .suggest({ team: 'maintainers', action: 'Plan a release that only pays debt', cadence: 'once' })
      .off(),
  },
})
