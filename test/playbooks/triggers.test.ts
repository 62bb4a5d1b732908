import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'
import { MINUTES, run, signUp, track } from './run-playbooks.ts'

const chat = { channels: { chat: t.slack({ webhook: 'SLACK' }) }, delivery: { allow: ['127.0.0.1/32'] } } as const
const events = {
  note: t.event('Note Written', { kind: 'core' }),
  limit: t.event('Limit Hit', { kind: 'intent' }),
} as const

/** A message that says which playbook it is of. */
const tell = (name: string) => t.send({ via: 'chat', subject: `${name}: {{ account.name }}`, text: '{{ because }}' })

it(
  'a signal that opens, gets worse, stays two days and closes; a score that comes into a band and leaves it; a milestone, activation and a condition: each at its moment and once',
  async () => {
    const notes = t.count('note', t.days(3))
    const config = t.defineConfig({
      ...chat,
      events,
      activation: { milestones: { first: t.milestone('core').when(t.count('note').atLeast(1)) } },
      signals: {
        busy: t.signal('risk').when(notes.atLeast(2)).escalate(notes.atLeast(4)),
        limitHit: t.signal('intent').on('limit'),
      },
      scores: { use: t.score({ notes: t.part(100, notes, t.rising(0, 4)) }).bands({ good: 50, poor: 0 }) },
      playbooks: {
        opens: t.playbook(t.opens('busy')).do(tell('opens')),
        worse: t.playbook(t.escalates('busy')).do(tell('worse')),
        stays: t.playbook(t.stays('busy', t.days(2))).do(tell('stays')),
        closes: t.playbook(t.closes('busy')).do(tell('closes')),
        event: t.playbook(t.opens('limitHit')).do(tell('event')),
        enters: t.playbook(t.enters('use', 'good')).do(tell('enters')),
        leaves: t.playbook(t.leaves('use', 'good')).do(tell('leaves')),
        reaches: t.playbook(t.reaches('first')).do(tell('reaches')),
        activated: t.playbook(t.becomesActivated()).do(tell('activated')),
        becomes: t.playbook(t.becomes(t.count('note').atLeast(3))).do(tell('becomes')),
        day3: t.playbook(t.onDay(3, t.activated())).do(tell('day3')),
        off: t.playbook(t.opens('busy')).do(tell('off')).off(),
      },
    })
    const { at, mornings, sent } = await run(config, '2026-03-02T09:00:00Z')
    await at('2026-03-02T09:00:00Z', [...signUp('acme'), ...signUp('bolt')])
    await at('2026-03-03T09:00:00Z', [track('Note Written', 'acme'), track('Note Written', 'acme')])
    await at('2026-03-04T09:00:00Z', [track('Note Written', 'acme'), track('Note Written', 'acme')])
    await at('2026-03-04T11:00:00Z', [track('Limit Hit', 'bolt')])
    await mornings('2026-03-05', '2026-03-10')
    expect((await sent()).sort()).toEqual([
      '03-04T09:00 activated: acme',
      '03-04T09:00 enters: acme',
      '03-04T09:00 opens: acme',
      '03-04T09:00 reaches: acme',
      '03-04T11:00 event: bolt',
      '03-05T09:00 becomes: acme',
      '03-05T09:00 stays: acme',
      '03-05T09:00 worse: acme',
      '03-06T09:00 day3: acme',
      '03-08T09:00 closes: acme',
      '03-08T09:00 leaves: acme',
    ])
  },
  MINUTES,
)

it(
  'a metric, a renewal and calendars, also on the day on which the clocks change: what begins them is told once, and to the audience alone',
  async () => {
    const isPro = t.trait('plan').is('pro')
    const config = t.defineConfig({
      ...{ ...chat, events, product: { name: 'P', timezone: 'Europe/Berlin', weekStart: 'monday' } },
      account: { renewsOn: t.trait('renewal_date') },
      metrics: { watch: { active_accounts: { owner: 'Ana', atLeast: 2 } } },
      playbooks: {
        metric: t.playbook(t.crosses('active_accounts')).do(tell('metric')),
        renewing: t.playbook(t.renews(t.days(30))).do(tell('renewing')),
        nightly: t
          .playbook(t.every('day', { at: '02:30' }))
          .among(isPro)
          .do(tell('nightly')),
        weekly: t.playbook(t.every('week')).among(isPro).do(tell('weekly')),
        monthly: t
          .playbook(t.every('month', { at: '23:00' }))
          .among(isPro)
          .do(tell('monthly')),
      },
    })
    const { at, sent, telltale } = await run(config, '2026-03-27T08:00:00Z')
    await at('2026-03-27T08:00:00Z', [
      ...signUp('acme', { plan: 'pro', renewal_date: '2026-04-28' }),
      ...signUp('bolt', { plan: 'free', renewal_date: '2026-12-31' }),
      ...[track('Note Written', 'acme'), track('Note Written', 'bolt')],
    ])
    for (const time of ['28T01:29', '28T01:30', '29T01:29', '29T01:30', '30T00:29', '30T00:30', '30T06:59', '30T07:00'])
      await at(`2026-03-${time}:00Z`)
    await at('2026-03-31T12:00:00Z', [track('Note Written', 'acme')])
    for (const time of ['01T20:59', '01T21:00', '02T00:30', '03T12:00', '04T12:00', '05T12:00'])
      await at(`2026-04-${time}:00Z`)
    expect(await sent()).toEqual([
      '03-28T01:30 nightly: acme',
      '03-29T01:29 renewing: acme',
      '03-29T01:30 nightly: acme',
      '03-30T00:30 nightly: acme',
      '03-30T07:00 weekly: acme',
      '03-31T12:00 nightly: acme',
      '04-01T20:59 nightly: acme',
      '04-01T21:00 monthly: acme',
      '04-02T00:30 nightly: acme',
      '04-03T12:00 nightly: acme',
      '04-04T12:00 metric:',
      '04-04T12:00 nightly: acme',
      '04-05T12:00 nightly: acme',
    ])
    const simulated = async (name: string) =>
      (await telltale.simulatePlaybook(name, { from: '2026-03-28', to: '2026-04-02' })).data.map(
        ({ account, enteredAt, actions }) => `${account} ${enteredAt.slice(5, 16)}, ${actions.length} sent`,
      )
    // Of a night nobody has to be looked at: the past is lived through at the minute.
    expect(await simulated('nightly')).toEqual(
      ['03-28T01:30', '03-29T01:30', '03-30T00:30', '03-31T00:30', '04-01T00:30', '04-02T00:30'].map(
        (time) => `acme ${time}, 1 sent`,
      ),
    )
    expect(await simulated('weekly')).toEqual(['acme 03-30T07:00, 1 sent'])
    expect(await simulated('monthly')).toEqual(['acme 04-01T21:00, 1 sent'])
    expect(await simulated('renewing')).toEqual(['acme 03-28T23:00, 1 sent'])
    const gone = AbortSignal.abort(new Error('nobody waits'))
    await expect(telltale.simulatePlaybook('nightly', {}, { signal: gone })).rejects.toThrow('nobody waits')
  },
  MINUTES,
)
