import { expect, it } from 'vitest'
import { bands, defineConfig, event, trait } from '../../src/index.ts'
import { importRows } from './import-rows.ts'
import { openStory } from './open-story-project.ts'

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }) },
  segments: { size: bands(trait('seats'), { small: 1, large: 100 }) },
})

it('every question that cannot be answered is a 400 with a code and what can be asked instead; money that cannot be is in no number', async () => {
  const story = await openStory({ config, start: '2026-04-01T10:00:00Z' })
  const at = { timestamp: '2026-03-02T10:00:00Z' }
  const pays = (id: string, mrrMinor: number, currency: string, more: object = {}) => ({
    ...{ type: 'subscription', ...at, groupId: 'acme', subscriptionId: id, mrrMinor, currency },
    ...{ from: '2026-01-01', to: null, cancelDecidedAt: null, ...more },
  })
  await importRows(story, [
    { type: 'group', userId: 'ann', groupId: 'acme', traits: { seats: 5 }, ...at },
    {
      type: 'track',
      userId: 'ann',
      event: 'Note Written',
      context: { groupId: 'acme' },
      properties: { color: 'red' },
      ...at,
    },
    pays('one', 1000, 'EUR', { to: '2026-06-01' }),
    pays('one', 3000, 'EUR', { from: '2026-02-01' }),
    pays('two', 500, 'USD'),
    pays('owed', -700, 'EUR'),
  ])
  const refusals: readonly [string, object, string, string][] = [
    ['active', { event: 'nope' }, 'unknown_name', 'There are: note, Note Written.'],
    ['active', { breakdown: { event_property: 'colour' } }, 'unknown_name', 'There are: color.'],
    ['active', { filter: { trait: 'seat', value: 5 } }, 'unknown_name', 'seats'],
    ['lifecycle', { filter: { segment: 'sizes', value: 'small' } }, 'unknown_name', 'There are: size.'],
    ['habits', {}, 'unknown_name', 'There are: active, retention, funnel'],
    ['active', { date_from: '2026-02-30' }, 'bad_argument', 'date_from'],
    [
      'active',
      { date_from: '2026-03-03', date_to: '2026-03-02' },
      'bad_argument',
      'a range that begins before it ends',
    ],
    ['active', { timezone: 'Mars/Olympus' }, 'bad_argument', 'an IANA time zone such as Europe/Berlin'],
    ['active', { interval: 'year' }, 'bad_argument', 'month'],
    ['funnel', { steps: ['note'], window_seconds: -1 }, 'bad_argument', 'window_seconds'],
    ['revenue', {}, 'currency_mixed', 'The subscriptions are in EUR, USD'],
    ['revenue', { currency: 'GBP' }, 'unknown_name', 'There are: EUR, USD.'],
    ['revenue', ratesOf([]), 'rate_missing', 'There is no rate from USD to EUR'],
    ['revenue', ratesOf([{ currency: 'USD', rate: '-0.9' }]), 'bad_argument', 'a decimal such as'],
  ]
  for (const [kind, body, code, said] of refusals) {
    const { status, answer } = await story.ask(`/analyze/${kind}`, body)
    expect([kind, body, status, answer.code]).toEqual([kind, body, 400, code])
    expect(answer.detail).toContain(said)
  }
  const { answer } = await story.ask('/analyze/revenue', { from: '2026-03-01', to: '2026-03-31', currency: 'EUR' })
  expect([answer.rows[0].end, answer.warnings.map(({ code }: { code: string }) => code)]).toEqual([
    3000,
    ['subscriptions_overlap'],
  ])
  expect((await story.get<{ data: { detail: string }[] }>('/quarantine')).data.map(({ detail }) => detail)).toEqual([
    'mrrMinor is -700',
  ])
})

function ratesOf(per: readonly object[]) {
  return { from: '2026-03-01', to: '2026-03-31', rates: { to: 'EUR', date: '2026-03-31', per } }
}
