import { expect, it } from 'vitest'
import { openReport, type Told } from './open-report.ts'

const row = (at: string, who: string, did: string, more: Partial<Told> = {}): Told => ({ at, who, did, ...more })
const asked = { steps: ['visit', 'pay'], window_seconds: 86_400, date_from: '2026-03-02', date_to: '2026-03-02' }

/** Six who pay, twelve who do not; five and one of them read the docs in between: s 5, f 1, S 6, F 12. */
function told(): Told[] {
  const events: Told[] = []
  for (let i = 0; i < 18; i++) {
    const who = `p${i}`
    events.push(row('2026-03-02T10:00:00Z', who, 'visit'))
    if (i < 5 || i === 17) events.push(row('2026-03-02T11:00:00Z', who, 'read docs', { with: { page: 'start' } }))
    if (i < 6) events.push(row('2026-03-02T12:00:00Z', who, 'pay'))
    if (i < 6) events.push(row('2026-03-02T13:00:00Z', who, 'invoice'))
  }
  return events
}

it('the whole answer; what came after the success is no reason for it', async () => {
  const ask = await openReport({ events: told() })
  const answer = await ask('correlation', asked)
  expect(answer).toMatchObject({ success_total: 6, failure_total: 12, complete: true, still_open: 0 })
  expect(answer.results).toHaveLength(1)
  const [docs] = answer.results
  expect(docs).toMatchObject({ name: 'read docs', success: 5, failure: 1, odds_ratio: (6 * 12) / (2 * 2) })
  expect(docs!.phi).toBeCloseTo((5 * 11 - 1 * 1) / Math.sqrt(6 * 12 * 6 * 12), 12)
  expect(docs!.lift).toBeCloseTo(5 / 6 / (6 / 18), 12)
  const error = Math.sqrt(1 / 6 + 1 / 2 + 1 / 2 + 1 / 12)
  expect(docs!.interval!.lower).toBeCloseTo(18 * Math.exp(-1.959963984540054 * error), 9)
  expect((await ask('correlation', { ...asked, min_actors: 7 })).results).toEqual([])
})

it('smoothed as it is written: 5 of 10 and 1 of 12 are 11 to 1', async () => {
  const events = told()
  for (let i = 0; i < 1; i++)
    events.push(row('2026-03-02T10:00:00Z', `q${i}`, 'visit'), row('2026-03-02T12:00:00Z', `q${i}`, 'pay'))
  const ask = await openReport({ events: events.filter(({ who }) => who !== 'p16') })
  const { results } = await ask('correlation', asked)
  expect(results[0]).toMatchObject({ success: 5, failure: 1, odds_ratio: (6 * 11) / (3 * 2) })
})

it('properties of what came in between, and traits at the start', async () => {
  const trait = (n: number, subject: string, value: string, from: string) => ({
    ...{ n, of: 'person' as const, subject, key: 'role', value, from: Date.parse(from), knownAt: 0 },
  })
  const ask = await openReport({
    events: told(),
    batch: {
      traits: [
        trait(150, 'p0', 'admin', '2026-03-01T00:00:00Z'),
        trait(151, 'p1', 'admin', '2026-03-02T10:30:00Z'),
        trait(152, 'p9', 'admin', '2026-03-01T00:00:00Z'),
      ],
    },
  })
  const properties = await ask('correlation', { ...asked, type: 'event_properties' })
  expect(properties.results).toMatchObject([{ name: 'read docs::page::start', success: 5, failure: 1 }])
  const traits = await ask('correlation', { ...asked, type: 'traits' })
  expect(traits.results).toMatchObject([{ name: 'role::admin', success: 1, failure: 1 }])
})

it('who may still succeed is neither', async () => {
  const ask = await openReport({ events: told(), now: '2026-03-03T09:00:00Z' })
  expect(await ask('correlation', asked)).toMatchObject({
    success_total: 6,
    failure_total: 0,
    still_open: 12,
    complete: false,
    results: [{ name: 'read docs', success: 5, failure: 0, phi: null, lift: 1 }],
  })
})
