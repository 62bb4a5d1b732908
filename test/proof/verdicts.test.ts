import { expect, it, vi } from 'vitest'
import type { AnyProof } from '../../src/contract/backtest.ts'
import type { VerdictList } from '../../src/contract/verdicts.ts'
import { rankProofs, settleProofs } from '../../src/proof/live/settle-proofs.ts'
import { listVerdicts, recomputeVerdicts } from '../../src/run/prove/live-verdicts.ts'
import type { StandingVerdict } from '../../src/stats/verdicts/settle-verdict.ts'
import { alarms, openPast, pays, prove, track } from './open-past.ts'

// Opening a past judges every day of it.
vi.setConfig({ testTimeout: 90_000 })

const config = alarms(30)

const PAST = ['a', 'b', 'c'].flatMap((account) => [
  track(account, 'Note Written', '01-08'),
  track(account, 'Alarm Raised', '02-03'),
  pays(
    account,
    '01-10',
    account === 'a' ? { cancelDecidedAt: '2026-02-20T09:00:00Z', to: '2026-03-01T00:00:00Z' } : {},
  ),
  track(account, 'Note Written', '03-24'),
])

it('verdicts are judged once a week and kept: what would settle them, and since when they stand', async () => {
  // 23 March is a Monday; the last day that is recorded is the 24th.
  const story = await openPast(config, '2026-03-25T12:00:00Z', PAST)
  const project = story.project()
  expect(await listVerdicts(project)).toEqual({ week: null, data: [] })
  const proving = { stop: new AbortController().signal, progress: () => {} }
  expect([await recomputeVerdicts(project, proving), await recomputeVerdicts(project, proving)]).toEqual([true, false])
  const list = await story.get<VerdictList>('/verdicts')
  expect(list.week).toBe('2026-03-23')
  expect(list.data).toEqual([
    expect.objectContaining({
      ...{
        kind: 'signal',
        name: 'alarm',
        ruling: 'not_enough_data',
        reasons: ['sample'],
        contender: null,
        drifts: false,
      },
      still_needed: expect.objectContaining({ of: 'cases', have: 3, need: 30 }),
      since: '2026-03-23',
      history: [{ week: '2026-03-23', ruling: 'not_enough_data', found: 'not_enough_data' }],
    }),
  ])
  const [proof] = (await prove(project)).proofs
  tellTwoWeeks(proof!)
})

/** A ruling changes with the second week in a row that says so; another definition begins anew. */
function tellTwoWeeks(proof: AnyProof): void {
  const found = (ruling: AnyProof['verdict']['ruling']) =>
    ({ ...proof, verdict: { ...proof.verdict, ruling, reasons: [] } }) as AnyProof
  let standing: StandingVerdict | null = null
  const weeks = (['keep', 'drop', 'keep', 'drop', 'drop'] as const).map((ruling) => {
    const [settled] = settleProofs([found(ruling)], () => standing)
    standing = settled!.standing
    return [standing.verdict.ruling, standing.contender]
  })
  expect(weeks).toEqual([
    ['keep', null],
    ['keep', 'drop'],
    ['keep', null],
    ['keep', 'drop'],
    ['drop', null],
  ])
  const lifted = (lower: number, ruling: AnyProof['verdict']['ruling']) =>
    ({ ...found(ruling), lift: { estimate: 2, lower, upper: 9 } }) as AnyProof
  const ranked = rankProofs(
    settleProofs([lifted(0.4, 'not_enough_data'), lifted(1.1, 'not_enough_data'), lifted(0.1, 'keep')], () => null),
  )
  expect(ranked.map(({ proof: one }) => 'lift' in one && one.lift?.lower)).toEqual([0.1, 1.1, 0.4])
}
