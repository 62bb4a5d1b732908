import { describe, expect, test } from 'vitest'
import * as telltale from '../../index.ts'
import type { Config } from '../define-config.ts'
import { placeProblems } from '../place/place-problems.ts'
import type { ProblemCode } from '../problem.ts'
import { checkConfig } from './check-config.ts'

type Found = { readonly at: readonly string[]; readonly messages: readonly string[]; readonly mends: readonly string[] }

/**
 * Runs a configuration written without types and gives its problems as "level code line:column path", with their messages apart. Most signals here predict nothing,
 * and that is left out.
 */
function check(text: string): Found {
  return checkWithout('signal_without_outcome', text)
}

function checkWithout(left: ProblemCode | null, text: string): Found {
  const names = Object.keys(telltale)
  const run = new Function(...names, `return ${text}`) as (...values: unknown[]) => Config
  const config = run(...Object.values(telltale))
  const found = checkConfig(config).filter(({ code }) => code !== left)
  const problems = placeProblems(found, { file: 'telltale.config.js', text })
  return {
    at: problems.map(({ level, code, path, place }) => `${level} ${code} ${place?.line}:${place?.column} ${path}`),
    messages: problems.map(({ message }) => message),
    mends: problems.map(({ mend }) => mend),
  }
}

const EVENTS = `events: { project: event('Project Created', { kind: 'core', feature: 'projects' }), storage: gauge('Storage', 'gb'), tour: event('Tour Finished') },`
const USE = `.suggest({ team: 't', action: 'a' })`

describe('checkConfig', () => {
  test('an unknown event: where it is written, the valid ones, and the one that was meant', () => {
    const found = check(`defineConfig({
  ${EVENTS}
  signals: {
    busy: signal('expansion')
      .when(all(count('project').over(1), count('projct').over(3)))${USE},
  },
})`)
    expect(found).toEqual({
      at: ['error unknown_name 5:49 signals.busy'],
      messages: ['There is no event called "projct". There are: project, storage, tour.'],
      mends: ['Did you mean "project"?'],
    })
  })

  test.each([
    [
      'feature',
      `indicators: { a: adoption({ features: ['project'] }) },`,
      'indicators.a',
      'There is no feature called "project". There are: projects.',
    ],
    [
      'indicator',
      `indicators: { a: indicator('b') },`,
      'indicators.a',
      'There is no indicator called "b". There are: a.',
    ],
    [
      'segment',
      `signals: { a: signal('risk').for(inSegment('size', 'x')).when(size().over(1))${USE} },`,
      'signals.a',
      'There is no segment called "size". There are none.',
    ],
    [
      'outcome',
      `signals: { a: signal('risk').when(size().over(1)).predicts(outcome('left').within(days(3)))${USE} },`,
      'signals.a',
      'There is no outcome called "left". There are none.',
    ],
    [
      'signal',
      `signals: { a: signal('risk').when(signalOpen('b'))${USE} },`,
      'signals.a',
      'There is no signal called "b". There are: a.',
    ],
    [
      'group',
      `segments: { plan: byTrait('plan', ['free', 'pro']) }, signals: { a: signal('risk').for(inSegment('plan', 'prof')).when(size().over(1))${USE} },`,
      'signals.a',
      'There is no group of the segment plan called "prof". There are: free, pro.',
    ],
  ])('an unknown %s', (_, part, path, message) => {
    const found = check(`defineConfig({ ${EVENTS}\n${part} })`)
    expect(found.at.map((at) => at.replace(/ \d+:\d+/, ''))).toEqual([`error unknown_name ${path}`])
    expect(found.messages).toEqual([message])
  })

  const one: readonly (readonly [string, string, string])[] = [
    ['a misplaced value', `indicators: { a: 3 },`, 'error wrong_shape 2:15 indicators.a'],
    [
      'being activated as an outcome where nothing is asked of newcomers',
      `outcomes: { begun: activates() },`,
      'error unknown_name 2:13 outcomes.begun',
    ],
    [
      'being activated as an outcome of accounts where only members are',
      `activation: { levels: ['member'], milestones: { a: milestone('core').when(count('project').atLeast(1)) } }, outcomes: { begun: activates() },`,
      'error wrong_level 2:121 outcomes.begun',
    ],
    ['a circle', `indicators: { a: indicator('b'), b: indicator('a') },`, 'error cycle 2:15 indicators.a'],
    ['a time zone that is none', `product: { timezone: 'Mars/Olympus' },`, 'error bad_timezone 2:22 product.timezone'],
    ['a setting out of range', `product: { grossMargin: 80 },`, 'error bad_number 2:25 product.grossMargin'],
    [
      'a window of part of a day',
      `indicators: { a: count('project', days(1.5)) },`,
      'error bad_window 2:40 indicators.a',
    ],
    [
      'more than 48 hours',
      `signals: { a: signal('intent').on('project').when(count('project', hours(72)).over(2))${USE} },`,
      'error bad_window 2:74 signals.a.when',
    ],
    [
      'hours at day close',
      `signals: { a: signal('intent').when(count('project', hours(4)).over(2))${USE} },`,
      'error hours_in_trend 2:60 signals.a.when',
    ],
    ['a gauge read from an event', `indicators: { a: latest('project') },`, 'error wrong_event 2:25 indicators.a'],
    [
      'bands that fall',
      `segments: { s: bands(trait('seats'), { small: 10, large: 5 }) },`,
      'error bad_bands 2:58 segments.s.large',
    ],
    ['a group twice', `segments: { s: byTrait('plan', ['pro', 'pro']) },`, 'error bad_group 2:33 segments.s'],
    [
      'a minimum below one',
      `signals: { a: signal('risk').when(size().over(1)).minimum(0)${USE} },`,
      'error bad_number 2:59 signals.a.minimum',
    ],
    [
      'a detector beside a condition',
      `signals: { a: signal('risk').detects(slowDrop('project')).until(size().under(20))${USE} },`,
      'error bad_detector 2:30 signals.a.detects',
    ],
    [
      'a drop of what is not counted week by week',
      `signals: { a: signal('risk').detects(fastDrop(count('project', days(28))))${USE} },`,
      'error bad_detector 2:47 signals.a.detects',
    ],
    [
      'a drop that is a rise',
      `signals: { a: signal('risk').detects(fastDrop('project', { ratio: 1.2 }))${USE} },`,
      'error bad_detector 2:67 signals.a.detects',
    ],
    [
      'a chance in per cent',
      `signals: { a: signal('risk').detects(silence('project', { alpha: 1 }))${USE} },`,
      'error bad_detector 2:66 signals.a.detects',
    ],
    [
      'a detector of users',
      `signals: { a: signal('risk').level('person').detects(rise('project'))${USE} },`,
      'error wrong_level 2:46 signals.a.detects',
    ],
    [
      'a negative cooldown',
      `signals: { a: signal('risk').when(size().over(1)).cooldown(-5)${USE} },`,
      'error bad_number 2:60 signals.a.cooldown',
    ],
    [
      'until where when is',
      `signals: { a: signal('risk').when(size().over(10)).until(size().under(20))${USE} },`,
      'error until_stricter 2:71 signals.a.until',
    ],
    [
      'half a count',
      `signals: { a: signal('risk').when(members().over(1.5))${USE} },`,
      'warning bad_threshold 2:50 signals.a.when',
    ],
    [
      'a share in per cent',
      `signals: { a: signal('risk').when(activeShare(days(7)).over(75))${USE} },`,
      'error bad_threshold 2:61 signals.a.when',
    ],
    ['nothing to judge', `signals: { a: signal('risk')${USE} },`, 'error nothing_to_judge 2:12 signals.a'],
    [
      'a percentile of the last hours',
      `signals: { b: signal('risk').on('project').when(percentile(count('project', hours(4))).over(9))${USE} },`,
      'error bad_window 2:83 signals.b.when',
    ],
    [
      'a metric that is watched and is none',
      `metrics: { watch: { activation: { owner: 'Ana' } } },`,
      'error unknown_name 2:21 metrics.watch.activation',
    ],
    [
      'a share of more than ten as a threshold',
      `metrics: { watch: { activation_rate: { atLeast: 60 } } },`,
      'error bad_number 2:49 metrics.watch.activation_rate.atLeast',
    ],
    [
      'a core feature that no event has',
      `metrics: { coreFeature: 'board' },`,
      'error unknown_name 2:25 metrics.coreFeature',
    ],
    ['spend of no month', `metrics: { spend: { january: 100 } },`, 'error wrong_argument 2:21 metrics.spend'],
    [
      'a North Star that is no use',
      `metrics: { northStar: { event: 'tour', inputs: ['stickiness', 'l7', 'activation_rate'] } },`,
      'error wrong_argument 2:32 metrics.northStar.event',
    ],
    [
      'a North Star with two inputs',
      `metrics: { northStar: { event: 'project', inputs: ['stickiness', 'l7'] } },`,
      'error wrong_argument 2:43 metrics.northStar.inputs',
    ],
    [
      'a rate that is none',
      `metrics: { rates: { to: 'EUR', dated: { '2026-01-01': { USD: '0' } } } },`,
      'error wrong_argument 2:62 metrics.rates',
    ],
    [
      'a level inside of a condition, where nobody reads it',
      `signals: { a: signal('risk').when(count('project').level('member').over(9))${USE} },`,
      'error wrong_argument 2:58 signals.a.when',
    ],
    [
      'an indicator of members that only accounts have',
      `indicators: { a: size().level('member') },`,
      'error wrong_level 2:15 indicators.a',
    ],
    [
      'a percentile of members',
      `signals: { a: signal('risk').level('member').when(percentile(count('project')).over(9))${USE} },`,
      'error wrong_level 2:46 signals.a.when',
    ],
    [
      'a roll-up inside a roll-up',
      `indicators: { a: rollUp('mean', rollUp('sum', count('project'))) },`,
      'error wrong_level 2:15 indicators.a',
    ],
    [
      'a role at account level',
      `signals: { a: signal('risk').when(hasRole('admin'))${USE} },`,
      'error wrong_level 2:30 signals.a.when',
    ],
    [
      'what a member was before',
      `indicators: { a: rollUp('sum', ago(count('project', days(7)), days(7))) },`,
      'error wrong_level 2:15 indicators.a',
    ],
    [
      'a rank of some days ago',
      `indicators: { a: ago(percentile(mrr()), days(30)) },`,
      'error wrong_argument 2:22 indicators.a',
    ],
    [
      'colleagues of some days ago',
      `indicators: { a: ago(colleaguesElsewhere(), days(30)) },`,
      'error wrong_argument 2:15 indicators.a',
    ],
    [
      'colleagues of a member',
      `signals: { a: signal('intent').level('member').when(colleaguesElsewhere().over(1))${USE} },`,
      'error wrong_level 2:48 signals.a.when',
    ],
    ['half a day ago', `indicators: { a: ago(mrr(), days(0.5)) },`, 'error bad_number 2:34 indicators.a'],
    [
      'at least three of two',
      `signals: { a: signal('risk').when(atLeast(3, size().over(1), mrr().over(1)))${USE} },`,
      'error bad_number 2:30 signals.a.when',
    ],
    [
      'the same indicator twice',
      `indicators: { a: count('project'), b: count('project') },`,
      'warning duplicate_definition 2:36 indicators.b',
    ],
    ['a change of what has no before', `indicators: { a: change(members()) },`, 'error bad_window 2:15 indicators.a'],
    [
      'category weights that do not add up',
      `activation: { weights: { core: 50 }, milestones: { a: milestone('core').when(count('project').atLeast(1)) } },`,
      'error bad_weights 2:15 activation.weights',
    ],
    [
      'a milestone without a condition',
      `activation: { milestones: { a: milestone('core') } },`,
      'error nothing_to_judge 2:29 activation.milestones.a',
    ],
    [
      'a milestone on an unknown event',
      `activation: { milestones: { a: milestone('core').when(count('projct').atLeast(1)) } },`,
      'error unknown_name 2:61 activation.milestones.a',
    ],
    [
      'a milestone on a score',
      `activation: { milestones: { a: milestone('core').when(score('s').atLeast(1)) } }, scores: { s: score({ p: part(100, count('project', days(7)), rising(0, 5)) }) },`,
      'error bad_milestone 2:29 activation.milestones.a',
    ],
    [
      'housekeeping for a milestone',
      `activation: { milestones: { a: milestone('core').when(count('tour').atLeast(1)) } },`,
      'warning housekeeping_milestone 2:61 activation.milestones.a',
    ],
    [
      'activated by no milestone',
      `activation: { milestones: { a: milestone('core').when(count('project').atLeast(1)) }, activated: count('project').over(3) },`,
      'error bad_milestone 2:87 activation.activated',
    ],
    [
      'onboarding asked of members',
      `activation: { milestones: { a: milestone('core').when(count('project').atLeast(1)) } }, signals: { a: signal('risk').level('member').when(activated())${USE} },`,
      'error wrong_level 2:134 signals.a.when',
    ],
    [
      'parts that do not add up',
      `scores: { s: score({ p: part(60, count('project', days(7)), rising(0, 5)) }) },`,
      'error bad_weights 2:11 scores.s',
    ],
    [
      'a curve that goes back',
      `scores: { s: score({ p: part(100, count('project', days(7)), knots([5, 0], [1, 1])) }) },`,
      'error bad_curve 2:22 scores.s.p',
    ],
    [
      'bands that leave a gap',
      `scores: { s: score({ p: part(100, count('project', days(7)), rising(0, 5)) }).bands({ good: 70, bad: 10 }) },`,
      'error bad_bands 2:97 scores.s.bands',
    ],
    [
      'bands that begin together',
      `scores: { s: score({ p: part(100, count('project', days(7)), rising(0, 5)) }).bands({ good: 70, fair: 70, bad: 0 }) },`,
      'error bad_bands 2:97 scores.s.bands',
    ],
    [
      'a band that a score has not',
      `scores: { s: score({ p: part(100, count('project', days(7)), rising(0, 5)) }).bands({ bad: 0 }) }, signals: { a: signal('risk').when(inBand('s', 'worse'))${USE} },`,
      'error unknown_name 2:146 signals.a',
    ],
    [
      'a score over a signal',
      `signals: { a: signal('risk').when(size().over(1))${USE} }, scores: { s: score({ p: part(100, signalOpen('a')) }) },`,
      'error unjudged_signal 2:135 scores.s.p',
    ],
    [
      'a score of accounts asked of members',
      `scores: { s: score({ p: part(100, count('project', days(7)), rising(0, 5)) }) }, signals: { a: signal('risk').level('member').when(score('s').over(5))${USE} },`,
      'error wrong_level 2:127 signals.a.when',
    ],
    [
      'a percentile outside of 0 to 100',
      `scores: { s: score({ p: part(100, count('project', days(7)), byPercentile({ knots: [[10, 0], [110, 1]] })) }) },`,
      'error bad_curve 2:95 scores.s.p',
    ],
    [
      'percentiles that fall',
      `scores: { s: score({ p: part(100, count('project', days(7)), byPercentile({ knots: [[50, 0], [10, 1]] })) }) },`,
      'error bad_curve 2:22 scores.s.p',
    ],
    [
      'a segment of percentiles that is not there',
      `scores: { s: score({ p: part(100, count('project', days(7)), byPercentile({ in: 'size' })) }) },`,
      'error unknown_name 2:81 scores.s',
    ],
    [
      'percentiles of members',
      `scores: { s: score({ p: part(100, count('project', days(7)), byPercentile()) }).level('member') },`,
      'error wrong_level 2:22 scores.s.p',
    ],
    [
      'percentiles within groups of members',
      `segments: { keen: bands(count('project', days(7)), { few: 0 }).level('member') }, scores: { s: score({ p: part(100, count('project', days(7)), byPercentile({ in: 'keen' })) }) },`,
      'error wrong_level 2:104 scores.s.p',
    ],
    [
      'a segment of accounts asked of persons',
      `segments: { size: bands(count('project', days(7)), { small: 0 }) }, signals: { a: signal('risk').level('person').when(inSegment('size', 'small'))${USE} },`,
      'error wrong_level 2:114 signals.a.when',
    ],
    [
      'a score of persons with other curves in a segment of accounts',
      `segments: { plan: byTrait('plan', ['pro']) }, scores: { s: score({ p: part(100, count('project', days(7)), rising(0, 5)) }).variant({ plan: 'pro' }, {}).level('person') },`,
      'error wrong_level 2:125 scores.s.variant',
    ],
    [
      'a segment made of the members asked of them',
      `segments: { keen: bands(rollUp('mean', count('project', days(7))), { few: 0 }) }, signals: { a: signal('risk').level('member').when(inSegment('keen', 'few'))${USE} },`,
      'error wrong_level 2:143 signals.a.when',
    ],
    [
      'such a segment, over several steps',
      `segments: { keen: cases({ yes: indicator('rate').over(0.5) }) }, indicators: { rate: ratio(indicator('clicks'), members()), clicks: rollUp('sum', count('project', days(7))) }, signals: { a: signal('risk').level('member').for(not(inSegment('keen', 'yes'))).when(count('project', days(7)).over(1))${USE} },`,
      'error wrong_level 2:240 signals.a.for',
    ],
    [
      "a segment over the account's signals asked of members",
      `segments: { hot: cases({ yes: signalOpen('b') }) }, signals: { a: signal('risk').level('member').when(inSegment('hot', 'yes'))${USE}, b: signal('risk').when(size().over(1))${USE} },`,
      'error wrong_level 2:113 signals.a.when',
    ],
    [
      'a negative limit',
      `entitlements: { seats: limit(members(), { byPlan: { free: -5 } }) },`,
      'error bad_number 2:59 entitlements.seats.free',
    ],
    [
      'until within one part of when',
      `signals: { a: signal('risk').when(all(count('project', days(7)).over(5), size().over(1))).until(any(count('project', days(7)).over(8), size().under(1)))${USE} },`,
      'error until_stricter 2:132 signals.a.until',
    ],
    [
      'a case within an earlier one',
      `segments: { s: cases({ small: size().under(10), tiny: size().under(5), rest: size().atLeast(10) }) },`,
      'error bad_group 2:49 segments.s.tiny',
    ],
    [
      'a case that overlaps an earlier one',
      `segments: { s: cases({ small: size().under(10), middle: all(size().atLeast(8), size().under(50)), rest: size().atLeast(50) }) },`,
      'warning groups_overlap 2:49 segments.s.middle',
    ],
    [
      'a case of two numbers within one of the first of them',
      `segments: { s: cases({ small: size().under(10), tinyAndNew: all(size().under(5), tenure('days').under(30)), rest: size().atLeast(10) }) },`,
      'error bad_group 2:49 segments.s.tinyAndNew',
    ],
    [
      'cases of the same two numbers that overlap',
      `segments: { s: cases({ small: all(size().under(10), tenure('days').over(30)), middle: all(size().atLeast(8), tenure('days').over(60)) }) },`,
      'warning groups_overlap 2:79 segments.s.middle',
    ],
    ['an exclusion it cannot decide', `exclude: [trait('plan').isSet()],`, 'error wrong_shape 2:1 exclude.0'],
    ['an account key that is no path', `account: { key: 'workspace' },`, 'error empty_name 2:17 account.key'],
  ]
  test.each(one)('%s', (_, part, expected) => {
    expect(check(`defineConfig({ ${EVENTS}\n${part} })`).at).toEqual([expected])
  })

  const ignored: readonly (readonly [string, string, string, string])[] = [
    [
      'a window where options belong',
      `indicators: { a: sum('project', 'size', days(7)) },`,
      '2:46 indicators.a',
      'sum() takes its options as { window, where }; it was given days(7).',
    ],
    [
      'a window that is no option of adoption',
      `indicators: { a: adoption(days(28)) },`,
      '2:32 indicators.a',
      'adoption() takes its options as { features, window, minimum }; it was given days(28).',
    ],
    [
      'a segment where options belong',
      `indicators: { a: percentile(count('project'), 'size') },`,
      '2:47 indicators.a',
      'percentile() takes its options as { in }; it was given "size".',
    ],
    [
      'an option that does not exist',
      `indicators: { a: members({ role: ['admin'] }) },`,
      '2:28 indicators.a',
      'members() has no option "role". There are: roles.',
    ],
    [
      'a text where a list belongs',
      `indicators: { a: members({ roles: 'admin' }) },`,
      '2:35 indicators.a',
      'members() takes a list; it was given "admin".',
    ],
    [
      'a window that a streak does not have',
      `indicators: { a: streakWeeks('project', days(7)) },`,
      '2:46 indicators.a',
      'streakWeeks() takes its options as { daysPerWeek, where }; it was given days(7).',
    ],
    [
      'a condition after the window of a gauge',
      `indicators: { a: latest('storage', days(7), property('plan').is('pro')) },`,
      '2:15 indicators.a',
      'latest() was given {"path":"plan","op":"is","value":"pro"}, which it has no place for.',
    ],
    [
      'two values for is',
      `segments: { s: cases({ a: trait('plan').is('pro', 'max') }) },`,
      '2:51 segments.s',
      'is() was given "max", which it has no place for.',
    ],
    [
      'two conditions for when',
      `signals: { a: signal('risk').when(size().over(1), mrr().over(5))${USE} },`,
      '2:12 signals.a',
      'when() was given another definition, which it has no place for.',
    ],
    [
      'not of two',
      `signals: { a: signal('risk').when(not(size().over(1), mrr().over(5)))${USE} },`,
      '2:12 signals.a',
      'not() was given another definition, which it has no place for.',
    ],
    [
      'a second number for days',
      `indicators: { a: count('project', days(7, 30)) },`,
      '2:43 indicators.a',
      'days() was given 30, which it has no place for.',
    ],
    [
      'a length of time with an end',
      `outcomes: { o: churned() }, signals: { a: signal('risk').when(size().over(1)).predicts(outcome('o').within(days(60).before(days(9))))${USE} },`,
      '2:113 signals.a',
      'within() takes a length of time; .before() says where it would end, which nothing reads.',
    ],
    [
      'days compared with a count',
      `signals: { a: signal('risk').when(count('project').over(days(3)))${USE} },`,
      '2:62 signals.a',
      'days(3) is compared with something that is not counted in days.',
    ],
    [
      'months compared with days',
      `signals: { a: signal('risk').when(daysSinceLast('project').over(months(3)))${USE} },`,
      '2:72 signals.a',
      'months(3) is compared with something other than tenure, which is not counted in months.',
    ],
    [
      'a suggestion with a misspelt part',
      `signals: { a: signal('risk').when(size().over(1)).suggest({ team: 't', action: 'a', cadense: 'daily' }) },`,
      '2:85 signals.a',
      'suggest() has no option "cadense". There are: team, action, cadence.',
    ],
    [
      'a kind outside the options of an event',
      `indicators: {} , outcomes: {}, segments: {}, signals: {}, limits: {}, exclude: [userIds('u-1')],`,
      '2:89 exclude.0',
      'userIds() takes a list; it was given "u-1".',
    ],
    [
      'a setting of accounts that does not exist',
      `account: { keys: ['context.groupId'] },`,
      '2:12 account',
      'account() has no option "keys". There are: key, reachesBack, fallback, assignee, renewsOn, seats, createdAt.',
    ],
    [
      'a trait of persons for the account',
      `account: { assignee: personTrait('csm') },`,
      '2:34 account',
      'account.assignee is read from the account, not from a person.',
    ],
    [
      'a text where a trait of the account belongs',
      `account: { seats: 'seats' },`,
      '2:19 account',
      'account.seats is a trait; it was given "seats".',
    ],
    [
      'a list where definitions have names',
      `segments: [bands(size(), { small: 1 })],`,
      '2:1 ',
      'segments is { … }; it was given a list of definitions.',
    ],
    [
      'a part that configurations do not have',
      `signal: {},`,
      '2:1 ',
      'defineConfig() has no option "signal". There are: product, account, exclude, events, segments, indicators, entitlements, activation, scores, outcomes, signals, teams, worklist, metrics, sources, channels, delivery, digests, playbooks, outreach, limits.',
    ],
  ]
  test.each(ignored)('what nobody would read: %s', (_, part, at, message) => {
    const found = check(`defineConfig({ ${EVENTS}\n${part} })`)
    expect([found.at, found.messages]).toEqual([[`error wrong_argument ${at}`], [message]])
  })

  test('an event whose kind is not among its options', () => {
    const found = check(`defineConfig({ events: { a: event('A', 'core'), misuse: event('B', { kid: 'team' }) } })`)
    expect([found.at, found.messages]).toEqual([
      ['error wrong_argument 1:40 events.a', 'error wrong_argument 1:70 events.misuse'],
      [
        'event() takes its options as { kind, feature, where, aliases, owner, properties }; it was given "core".',
        'event() has no option "kid". There are: kind, feature, where, aliases, owner, properties.',
      ],
    ])
  })

  test('events with an empty name, a name twice, and one name under two keys', () => {
    const found = check(`defineConfig({
  events: {
    a: event('A', { aliases: ['A'] }),
    b: event(' '),
    c: event('A'),
    d: event('A', { where: property('plan').is('pro') }),
  },
})`)
    expect(found.at).toEqual([
      'error duplicate_alias 3:14 events.a',
      'error empty_name 4:5 events.b',
      'error duplicate_name 5:14 events.c',
    ])
  })

  test('a signal without an outcome, without an action, without both, and one that is off', () => {
    const found = checkWithout(
      null,
      `defineConfig({
  ${EVENTS}
  outcomes: { gone: churned() },
  signals: {
    unproven: signal('risk').when(size().over(1))${USE},
    idle: signal('risk').when(size().over(2)).predicts(outcome('gone').within(days(30))),
    both: signal('risk').when(size().over(3)),
    whole: signal('risk').when(size().over(4)).predicts(outcome('gone').within(days(30)))${USE},
    off: signal('risk').when(size().over(5)).off(),
  },
})`,
    )
    expect(found).toEqual({
      at: [
        'warning signal_without_outcome 5:5 signals.unproven',
        'warning signal_without_action 6:5 signals.idle',
        'warning signal_without_outcome 7:5 signals.both',
        'warning signal_without_action 7:5 signals.both',
      ],
      messages: [
        'signals.unproven predicts no outcome: nobody will know whether it is right.',
        'signals.idle suggests no action: nobody will know what to do about it.',
        'signals.both predicts no outcome: nobody will know whether it is right.',
        'signals.both suggests no action: nobody will know what to do about it.',
      ],
      mends: [
        "Add .predicts(outcome('…').within(days(n))).",
        'Add .suggest({ team, action }).',
        "Add .predicts(outcome('…').within(days(n))).",
        'Add .suggest({ team, action }).',
      ],
    })
  })

  test('everything at once, not the first only', () => {
    const found = check(`defineConfig({
  product: { timezone: 'Nowhere', trialDays: -1 },
  ${EVENTS}
  signals: { a: signal('risk').when(count('x').under(1)).minimum(0.5) },
})`)
    expect(found.at).toEqual([
      'error bad_timezone 2:24 product.timezone',
      'error bad_number 2:46 product.trialDays',
      'error unknown_name 4:43 signals.a',
      'error bad_number 4:66 signals.a.minimum',
      'warning signal_without_action 4:14 signals.a',
    ])
  })
})
