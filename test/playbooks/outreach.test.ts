import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'
import { assignUnit } from '../../src/stats/experiments/assign-unit.ts'
import { MINUTES, run, signUp, track } from './run-playbooks.ts'

const config = t.defineConfig({
  events: {
    limit: t.event('Limit Hit', { kind: 'intent' }),
    more: t.event('Seats Bought', { kind: 'core' }),
  },
  outcomes: { grown: t.happened('more') },
  signals: { limitHit: t.signal('intent').on('limit').cooldown(t.days(1)) },
  teams: { success: t.team({ people: ['ana'] }) },
  delivery: { allow: ['127.0.0.1/32'], baseUrl: 'https://telltale.example.com' },
  channels: { chat: t.slack({ webhook: 'SLACK' }), product: t.inApp(), mail: t.email({ smtp: 'SMTP', from: 'a@b.c' }) },
  playbooks: {
    seats: t
      .playbook(t.opens('limitHit'))
      .goal('grown')
      .holdout(0.5)
      .once()
      .do(t.send({ via: 'product', to: 'channel', subject: 'More seats?', text: '-' })),
    call: t
      .playbook(t.opens('limitHit'))
      .goal('grown')
      .once()
      .do(
        t.send({ via: 'chat', subject: 'Limit: {{ account.name }}', text: '-' }),
        t.addTask({ team: 'success', action: 'Call {{ account.name }}' }),
        t.send({ via: 'mail', to: 'assignee', subject: 'Yours', text: '-' }),
        t.wait(t.days(30)),
      ),
  },
})

const drawn = (unit: string) => assignUnit({ experiment: 'seats', salt: 'v1', unit }, 0.5)
const named = (arm: string) => ['acme', 'bolt', 'crux', 'dart', 'ergo', 'fern'].find((one) => drawn(one) === arm)!

it(
  'what playbooks did about an account: where it is and was and in which arm, what teams were asked, what was sent and what became of that; on an earlier day as it stood then',
  async () => {
    const [treated, left] = [named('treated'), named('holdout')]
    const { at, telltale } = await run(config, '2026-06-01T09:00:00Z', {
      ...{ SMTP: 'smtp://127.0.0.1:9', TELLTALE_STATE_SECRET: 'a secret of more than thirty-two characters' },
    })
    await at('2026-06-01T09:00:00Z', [...signUp(treated), ...signUp(left)])
    await at('2026-06-02T09:00:00Z')
    await at('2026-06-03T10:00:00Z', [track('Limit Hit', treated), track('Limit Hit', left)])
    await at('2026-06-03T10:05:00Z')
    await at('2026-06-05T09:00:00Z', [track('Seats Bought', treated)])
    await at('2026-06-06T09:00:00Z')

    const [began, asked] = ['2026-06-03T10:00:00.000Z', '2026-06-06T09:00:00.000Z']
    const about = { id: expect.any(Number), member: null }
    const inside = { ...about, person: null, because: 'Limit hit', enteredAt: began, step: null, dueAt: null }
    const seats = { ...inside, playbook: 'seats', title: 'Seats' }
    const call = { ...inside, playbook: 'call', title: 'Call', arm: 'treated' }
    const through = { arm: 'treated', state: 'finished', why: null, endedAt: began }
    const settledAt = expect.stringMatching(/^2026-06-03T10:00:00/)
    const byCall = { ...about, playbook: 'call', title: 'Call', to: null, seen: null, at: began, settledAt }
    const done = {
      neverContacted: false,
      tasks: [{ ...about, playbook: 'call', title: 'Call', team: 'success', action: `Call ${treated}`, at: began }],
      messages: [
        {
          ...{ ...byCall, playbook: 'seats', title: 'Seats', channel: 'product' },
          ...{ says: 'More seats?', state: 'delivered', why: null, seen: { acknowledged: 0, dismissed: 0 } },
        },
        { ...byCall, channel: 'mail', says: 'Yours', state: 'dead', why: 'nobody looks after the account' },
        { ...byCall, channel: 'chat', says: `Limit: ${treated}`, state: 'delivered', why: null },
      ],
    }
    expect(await telltale.outreach(treated)).toEqual({
      ...{ ...done, asOf: '2026-06-05' },
      enrolments: [
        { ...seats, ...through },
        { ...call, state: 'ended', why: 'the goal grown is met', endedAt: asked },
      ],
    })
    expect(await telltale.outreach(treated, { asOf: '2026-06-04' })).toEqual({
      ...{ ...done, asOf: '2026-06-04' },
      enrolments: [
        { ...seats, ...through },
        { ...call, state: 'live', why: null, endedAt: null },
      ],
    })
    expect(await telltale.outreach(treated, { asOf: '2026-06-02' })).toEqual({
      ...{ asOf: '2026-06-02', neverContacted: false, enrolments: [], tasks: [], messages: [] },
    })
    expect((await telltale.outreach(left))!.enrolments).toEqual([
      { ...seats, arm: 'holdout', state: 'held', why: null, endedAt: began },
      { ...call, state: 'live', why: null, endedAt: null, step: 'wait', dueAt: '2026-07-03T10:00:00.000Z' },
    ])
    expect((await telltale.outreach(left))!.messages.map(({ playbook }) => playbook)).toEqual(['call', 'call'])
    expect(await telltale.outreach('nobody')).toBeNull()
  },
  MINUTES,
)
