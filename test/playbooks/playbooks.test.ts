import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'
import { MINUTES, run, signUp, track } from './run-playbooks.ts'

const base = {
  events: { note: t.event('Note Written', { kind: 'core' }), limit: t.event('Limit Hit', { kind: 'intent' }) },
  account: { assignee: t.trait('csm') },
  activation: { milestones: { notes: t.milestone('core').when(t.count('note').atLeast(2)) } },
  outcomes: { active: t.activates() },
  signals: { limitHit: t.signal('intent').on('limit') },
  teams: { success: t.team({ people: ['ana'] }) },
  delivery: { allow: ['127.0.0.1/32'], baseUrl: 'https://telltale.example.com' },
  channels: { chat: t.slack({ webhook: 'SLACK' }) },
} as const

it(
  'a note on days 2, 4 and 6 after sign-up, to those who are not activated by then and to nobody else',
  async () => {
    const late = (day: number) =>
      t
        .playbook(t.onDay(day, t.not(t.activated())))
        .goal('active')
        .do(
          t.send({
            via: 'chat',
            subject: `Day ${day}: {{ account.name }}`,
            text: '{{ missingMilestones | join: ", " }}',
          }),
        )
    const config = t.defineConfig({ ...base, playbooks: { day2: late(2), day4: late(4), day6: late(6) } })
    const { at, sent } = await run(config, '2026-03-02T09:00:00Z')
    await at('2026-03-02T09:00:00Z', [...signUp('slow'), ...signUp('quick'), ...signUp('later')])
    await at('2026-03-03T10:00:00Z', [track('Note Written', 'quick'), track('Note Written', 'quick')])
    for (const day of ['04', '05', '06']) await at(`2026-03-${day}T09:00:00Z`)
    await at('2026-03-06T12:00:00Z', [track('Note Written', 'later'), track('Note Written', 'later')])
    for (const day of ['07', '08', '09', '10']) await at(`2026-03-${day}T09:00:00Z`)
    expect(await sent()).toEqual([
      '03-05T09:00 Day 2: slow',
      '03-05T09:00 Day 2: later',
      '03-07T09:00 Day 4: slow',
      '03-09T09:00 Day 6: slow',
    ])
  },
  MINUTES,
)

it(
  'a limit that is met late in the evening: a note in the morning, a task a day after it, once for each time; nothing for what came late, or is another account by now',
  async () => {
    const config = t.defineConfig({
      ...base,
      outreach: { quiet: { from: '20:00', to: '08:00' }, perAccount: { most: 1, within: t.days(7) } },
      playbooks: {
        limit: t
          .playbook(t.opens('limitHit'))
          .priority(8)
          .do(
            t.send({ via: 'chat', subject: 'Limit: {{ account.name }}', text: '{{ because }}' }),
            t.wait(t.days(1)),
            t.addTask({ team: 'success', action: 'Call {{ account.name }}' }),
          ),
        less: t
          .playbook(t.opens('limitHit'))
          .do(t.send({ via: 'chat', subject: 'Less: {{ account.name }}', text: '-' })),
        many: t
          .playbook(t.opens('limitHit'))
          .atMost({ breaker: 1 })
          .do(t.send({ via: 'chat', subject: 'Many', text: '-' })),
      },
    })
    const { at, all, telltale } = await run(config, '2026-03-02T09:00:00Z')
    await at('2026-03-02T09:00:00Z', [
      ...signUp('acme', { csm: 'ana' }),
      ...signUp('bolt'),
      ...signUp('crux'),
      ...signUp('dart'),
    ])
    await at('2026-03-03T21:00:00Z', [
      track('Limit Hit', 'acme'),
      track('Limit Hit', 'bolt'),
      track('Limit Hit', 'dart'),
    ])
    // Two days late: it says nothing of today.
    await at('2026-03-03T22:00:00Z', [{ ...track('Limit Hit', 'crux'), timestamp: '2026-03-01T10:00:00Z' }])
    await telltale.mergeAccount('dart', { into: 'acme' })
    await at('2026-03-03T23:30:00Z')
    expect(await all()).toEqual([])
    await at('2026-03-04T07:59:00Z')
    await at('2026-03-04T08:00:00Z')
    await at('2026-03-04T08:01:00Z')
    // The less important one would find no room within three days; the third was paused before it sent anything.
    const why = 'quiet hours or caps left no room for it in three days'
    expect(await all()).toEqual([
      ...['03-04T08:00 Limit: acme', '03-04T08:00 Limit: bolt'],
      ...[`03-04T08:00 Less: acme (${why})`, `03-04T08:00 Less: bolt (${why})`],
    ])
    expect((await telltale.today({ assignee: 'ana' })).tasks).toEqual([])
    await at('2026-03-05T08:00:00Z')
    expect((await telltale.today({ assignee: 'ana' })).tasks.map(({ account, action }) => [account, action])).toEqual([
      ['acme', 'Call acme'],
      ['bolt', 'Call bolt'],
    ])
  },
  MINUTES,
)
