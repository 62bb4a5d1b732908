import type { Goal, ProposedLines } from './proposal.ts'
import { core, type Ground, keys, risk, said, text, times, untilEither, whenBoth } from './signal-lines.ts'

const MOST_SIGNALS = 6

type Idea = (ground: Ground) => ProposedLines | null

/** At most six signals for a goal, each of what was really seen; the surest first. */
export function proposeSignals(goal: Goal, ground: Ground): readonly ProposedLines[] {
  return IDEAS[goal]
    .map((idea) => idea(ground))
    .filter((one) => one !== null)
    .slice(0, MOST_SIGNALS)
}

const usageDrop: Idea = ({ quiet, pause, days }) =>
  days < 42
    ? null
    : {
        key: 'usageDrop',
        why: 'Use has fallen far below the account’s own usual week. Says nothing of accounts younger than about six weeks.',
        lines: risk('detects(fastDrop())', { quiet, pause, action: 'Call and ask what changed', cadence: 'weekly' }),
      }

const wentSilent: Idea = ({ quiet, pause }) => ({
  key: 'wentSilent',
  why: 'Nobody has been there for longer than is usual for the account.',
  lines: risk('detects(silence())', { quiet, pause, action: 'Reach whoever used it most', cadence: 'weekly' }),
})

const slowDecline: Idea = ({ quiet, pause, days }) =>
  days < 120
    ? null
    : {
        key: 'slowDecline',
        why: 'Use falls too slowly to be seen in a week.',
        lines: risk('detects(slowDrop())', {
          quiet,
          pause,
          action: 'Go through their goals again',
          cadence: 'monthly',
        }),
      }

const thinkingOfLeaving: Idea = (ground) => {
  const asked = ground.events.find(
    ({ kind, name }) => kind === 'intent' && /downgrade|cancel|unsubscribe|delete|export all/i.test(name),
  )
  if (asked === undefined) return null
  return {
    key: 'thinkingOfLeaving',
    why: `${asked.name}: ${times(asked)}.`,
    lines: [
      `signal('risk')`,
      `.on(${text(asked.key)})`,
      '.cooldown(days(7))',
      ...said(ground.quiet, ground.pause, { team: 'success', action: 'Ask what is missing', cadence: 'once' }),
    ],
  }
}

const supportSurge: Idea = (ground) => {
  const support = ground.events.filter(({ kind }) => kind === 'support')
  if (support.length === 0) return null
  return {
    key: 'supportSurge',
    why: 'Three calls for help within a week. Where that is usual in your product, raise it.',
    lines: [
      `signal('risk')`,
      `.when(count(${keys(support)}, days(7)).atLeast(3))`,
      `.until(count(${keys(support)}, days(7)).under(1))`,
      ...said(ground.quiet, ground.pause, { team: 'success', action: 'Answer all of it at once', cadence: 'once' }),
    ],
  }
}

const fewerPeople: Idea = (ground) =>
  ground.team < 1.5
    ? null
    : {
        key: 'fewerPeople',
        why: 'Half of the people of the four weeks before, or fewer, of three at least; over when nobody is left, which others say.',
        lines: [
          `signal('risk')`,
          ...whenBoth(
            `distinctUsers(${core(ground)}, days(28).before(days(28))).atLeast(3)`,
            `change(distinctUsers(${core(ground)}, days(28))).atMost(-0.5)`,
          ),
          ...untilEither(
            `change(distinctUsers(${core(ground)}, days(28))).over(-0.3)`,
            `distinctUsers(${core(ground)}, days(28)).under(1)`,
          ),
          '.minimum(3)',
          ...said(ground.quiet, ground.pause, {
            team: 'success',
            action: 'Ask who works on what now',
            cadence: 'monthly',
          }),
        ],
      }

const morePeople: Idea = (ground) =>
  ground.team < 1.5
    ? null
    : {
        key: 'morePeople',
        why: 'Half as many people again as in the four weeks before, and five at least.',
        lines: [
          `signal('expansion')`,
          ...whenBoth(
            `distinctUsers(${core(ground)}, days(28)).atLeast(5)`,
            `change(distinctUsers(${core(ground)}, days(28))).atLeast(0.5)`,
          ),
          `.until(change(distinctUsers(${core(ground)}, days(28))).under(0.1))`,
          '.minimum(3)',
          '.cooldown(days(28))',
          ...said(ground.outcome, 60, {
            team: 'sales',
            action: 'Talk about what more of them would need',
            cadence: 'once',
          }),
        ],
      }

const teamForming: Idea = (ground) =>
  ground.team < 1.5
    ? null
    : {
        key: 'teamForming',
        why: 'A third person has come to work.',
        lines: [
          `signal('activation')`,
          `.for(tenure('days').atMost(60))`,
          `.when(distinctUsers(${core(ground)}, days(28)).atLeast(3))`,
          ...said(ground.outcome, 60, { team: 'success', action: 'Offer a session for the team', cadence: 'once' }),
        ],
      }

const habit: Idea = (ground) => ({
  key: 'habit',
  why: 'They come back: on five days of two weeks.',
  lines: [
    `signal('engagement')`,
    `.when(distinctDays(${core(ground)}, days(14)).atLeast(5))`,
    `.until(distinctDays(${core(ground)}, days(14)).under(3))`,
    ...said(ground.outcome, 30, {
      team: 'growth',
      action: 'Show what the next plan adds to what they do',
      cadence: 'once',
    }),
  ],
})

const readyToBuy: Idea = (ground) => {
  const asked = ground.events.filter(
    ({ kind, name }) => kind === 'intent' && !/downgrade|cancel|unsubscribe/i.test(name),
  )
  const [first] = asked
  if (first === undefined) return null
  return {
    key: 'readyToBuy',
    why: `${first.name}: ${times(first)}. Only where there is some use.`,
    lines: [
      `signal('intent')`,
      `.on(${text(first.key)})`,
      `.when(count(${core(ground)}, days(7)).atLeast(3))`,
      '.cooldown(days(14))',
      ...said(ground.outcome, 30, { team: 'sales', action: 'Ask what they want to do with it', cadence: 'once' }),
    ],
  }
}

const inviting: Idea = (ground) => {
  const invites = ground.events.filter(({ meaning }) => meaning === 'invited')
  if (invites.length === 0) return null
  return {
    key: 'inviting',
    why: 'Three invitations within a week.',
    lines: [
      `signal('activation')`,
      `.when(count(${keys(invites)}, days(7)).atLeast(3))`,
      '.cooldown(days(28))',
      ...said(ground.outcome, 60, { team: 'success', action: 'Help the new people in', cadence: 'once' }),
    ],
  }
}

const connected: Idea = (ground) => {
  const data = ground.events.filter(({ kind }) => kind === 'data')
  if (data.length === 0) return null
  return {
    key: 'connected',
    why: 'Their own data are in.',
    lines: [
      `signal('activation')`,
      `.for(tenure('days').atMost(60))`,
      `.when(count(${keys(data)}).atLeast(1))`,
      ...said(ground.outcome, 60, {
        team: 'growth',
        action: 'Show what can be done with their data now',
        cadence: 'once',
      }),
    ],
  }
}

const stalled: Idea = (ground) => ({
  key: 'stalled',
  why: 'A week after the first sight of them, and nothing of what people come for.',
  lines: [
    `signal('activation')`,
    `.for(all(tenure('days').atLeast(7), tenure('days').atMost(30)))`,
    `.when(count(${core(ground)}).under(1))`,
    ...said(ground.quiet, ground.pause, { team: 'success', action: 'Offer to set it up together', cadence: 'weekly' }),
  ],
})

const secondWeek: Idea = (ground) => ({
  key: 'secondWeek',
  why: 'A newcomer who came back: on three days, within the first two weeks.',
  lines: [
    `signal('activation')`,
    `.for(tenure('days').atMost(30))`,
    `.when(distinctDays(${core(ground)}, days(14)).atLeast(3))`,
    ...said(ground.outcome, 60, { team: 'growth', action: 'Show the next step', cadence: 'once' }),
  ],
})

const rising: Idea = (ground) =>
  ground.days < 42
    ? null
    : {
        key: 'rising',
        why: 'Use has risen far above the account’s own usual week.',
        lines: [
          `signal('expansion')`,
          '.detects(rise())',
          ...said(ground.outcome, 60, { team: 'sales', action: 'Ask what they are doing more of', cadence: 'once' }),
        ],
      }

const breadth: Idea = (ground) => {
  const features = new Set(ground.events.flatMap(({ feature }) => (feature === null ? [] : [feature])))
  if (features.size < 3) return null
  return {
    key: 'breadth',
    why: `Three of the ${features.size} parts of the product within four weeks.`,
    lines: [
      `signal('engagement')`,
      '.when(distinctFeatures(days(28)).atLeast(3))',
      '.until(distinctFeatures(days(28)).under(2))',
      ...said(ground.outcome, 60, { team: 'growth', action: 'Ask what else they do by hand', cadence: 'once' }),
    ],
  }
}

const IDEAS: Readonly<Record<Goal, readonly Idea[]>> = {
  retain: [usageDrop, wentSilent, thinkingOfLeaving, slowDecline, fewerPeople, supportSurge],
  activate: [stalled, secondWeek, teamForming, inviting, connected, wentSilent],
  convert: [readyToBuy, habit, teamForming, inviting, connected, wentSilent],
  expand: [rising, morePeople, readyToBuy, breadth, inviting, usageDrop],
}
