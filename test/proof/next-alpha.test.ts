import { expect, it, vi } from 'vitest'
import type { AccountDetail } from '../../src/contract/account.ts'
import { churned, days, defineConfig, event, fastDrop, outcome, signal } from '../../src/index.ts'
import { settleProofs } from '../../src/proof/live/settle-proofs.ts'
import { openPast, pays, prove, track } from './open-past.ts'

// Opening a past judges every day of it.
vi.setConfig({ testTimeout: 60_000 })

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }) },
  outcomes: { churned: churned() },
  signals: {
    fell: signal('risk')
      .detects(fastDrop('note', { alpha: 0.005 }))
      .predicts(outcome('churned').within(days(30))),
  },
})

/** Eight notes on each of these days, but for three weeks from a day on. */
function uses(account: string, lull: number): object[] {
  const start = Date.UTC(2026, 0, 5, 9)
  return Array.from({ length: 150 }, (_, day) => day).flatMap((day) => {
    const on = new Date(start + day * 86_400_000).toISOString()
    const isLull = day >= lull && day < lull + 21
    return isLull ? [] : Array.from({ length: 8 }, () => track(account, 'Note Written', on))
  })
}

it('a detector with too many false alarms says which alpha to try next, and what stays as it was drifts not', async () => {
  const accounts = Array.from({ length: 6 }, (_, i) => `a${i}`)
  const rows = accounts.flatMap((account, i) => [...uses(account, 70 + 8 * i), pays(account, '01-06')])
  const story = await openPast(config, '2026-06-04T12:00:00Z', rows)
  const [proof] = (await prove(story.project())).proofs
  expect(proof).toMatchObject({ kind: 'signal', alerts: 6, tested: { right: 0 }, next_alpha: 0.002 })
  expect(proof).toMatchObject({ watch: { precision: null }, method: { log_rank_p: null } })
  expect(settleProofs([proof!], () => null)[0]!.drifts).toBe(false)
  const changed = { ...proof, watch: { precision: { way: 'less' } } } as unknown as typeof proof
  expect(settleProofs([changed!], () => null)[0]!.drifts).toBe(true)
})

it('an alert about a fall says since when use lies on another level, and from which to which', async () => {
  const now = '2026-05-13T12:00:00Z'
  const past = [70, 78, 86, 94, 102, 107].flatMap((lull, i) => [...uses(`a${i}`, lull), pays(`a${i}`, '01-06')])
  const story = await openPast(
    config,
    now,
    past.filter((row) => (row as { timestamp: string }).timestamp < now),
  )
  const fell = (await story.get<AccountDetail>('/accounts/a5')).explanations[0]!
  // Eight a day until 21 April; the last of nine weeks ends with 12 May.
  expect(fell).toMatchObject({ signal: 'fell', state: 'on', change: { since: '2026-04-22', before: 56, after: 0 } })
  expect(fell.sentence).toMatch(/; about 0 a week since 2026-04-22, 56 before/)
  const steady = (await story.get<AccountDetail>('/accounts/a0')).explanations[0]!
  expect(steady).toMatchObject({ state: 'off', change: null })
})
