import { expect, it, vi } from 'vitest'
import { backtest } from '../../src/run/prove/backtest.ts'
import { listVerdicts } from '../../src/run/prove/live-verdicts.ts'
import { restBetween } from '../../src/run/prove/pause-unless.ts'
import { proveWeekly } from '../../src/run/prove/prove-weekly.ts'
import { alarms, openPast, pays, prove, track } from './open-past.ts'

vi.setConfig({ testTimeout: 90_000 })

const config = alarms(14)
const NEVER = new AbortController().signal

/** Of `count` accounts that pay, one in `every` raises an alarm, and every second of these leaves ten days later. */
function past(count: number, every: number): object[] {
  return Array.from({ length: count }, (_, i) => {
    const account = `a${i}`
    const leaves = i % (2 * every) === 0 ? { cancelDecidedAt: '2026-02-13T09:00:00Z', to: '2026-03-01T00:00:00Z' } : {}
    return [
      track(account, 'Note Written', '01-12'),
      pays(account, '01-14', leaves),
      ...(i % every === 0 ? [track(account, 'Alarm Raised', '02-03')] : []),
    ]
  }).flat()
}

it('more accounts than are proved at once have their verdicts every week too', async () => {
  const story = await openPast(config, '2026-03-03T12:00:00Z', [
    ...past(2_010, 12),
    track('a1', 'Note Written', '03-02'),
  ])
  const project = story.project()
  expect(project.store.dictionary.account.size()).toBeGreaterThan(2_000)
  expect([await proveWeekly(project, NEVER), await proveWeekly(project, NEVER)]).toEqual([true, false])
  await story.moveTo('2026-03-10T12:00:00Z')
  await story.send({ type: 'track', event: 'Note Written', userId: 'of-a1', context: { groupId: 'a1' } })
  await story.moveTo('2026-03-11T12:00:00Z')
  expect(await proveWeekly(project, NEVER)).toBe(true)
  const { data } = await listVerdicts(project)
  expect(data).toEqual([
    expect.objectContaining({
      ...{ name: 'alarm', ruling: 'tune', contender: 'keep', since: '2026-03-02' },
      history: [
        { week: '2026-03-02', ruling: 'tune', found: 'tune' },
        { week: '2026-03-09', ruling: 'tune', found: 'keep' },
      ],
    }),
  ])
})

it('of too many accounts one in so many is judged, and alerts a week are told of all', async () => {
  const story = await openPast(config, '2026-03-03T12:00:00Z', past(120, 10))
  const project = story.project()
  let pauses = 0
  const unhurried = { pause: async () => void pauses++, mostAccounts: 40, mostHeld: 1_000 }
  const thinned = await backtest(project, { what: 'signal' }, { stop: NEVER, progress: () => {}, unhurried })
  const whole = await prove(project)
  expect(pauses).toBeGreaterThan(40)
  const alertsOf = ({ proofs: [proof] }: typeof whole) =>
    proof?.kind === 'signal' ? [proof.alerts, proof.burden.per_week?.estimate] : []
  // Every tenth of 120 raises it; of every third account in the order of their first row there are four of these.
  expect([alertsOf(whole)[0], alertsOf(thinned)[0]]).toEqual([12, 4])
  expect(alertsOf(thinned)[1]).toBeCloseTo(alertsOf(whole)[1]!, 12)
  const said = 'One account in 3 was judged, and stands for the others in alerts a week.'
  expect([whole.warnings.includes(said), thinned.warnings.includes(said)]).toEqual([false, true])
})

it('work that nobody waits for takes a quarter of the time, in pieces, and ends with its signal', async () => {
  const ending = new AbortController()
  let now = 0
  const rests: number[] = []
  const pause = restBetween({ stop: ending.signal, now: () => now, rest: async (ms) => void rests.push(ms) })
  for (const worked of [4, 5, 3, 40, 9_000]) {
    now += worked
    await pause()
  }
  expect(rests).toEqual([36, 120, 5_000])
  ending.abort(new Error('the server ends'))
  await expect(pause()).rejects.toThrow('the server ends')
})
