import { expect, it } from 'vitest'
import type { Analyses, AnalysisKind } from '../../src/contract/analyze/analyses.ts'
import { openReport } from './open-report.ts'

const range = { date_from: '2026-03-02', date_to: '2026-03-29', include: ['sql' as const] }
const pro = { trait: 'plan', value: 'pro' }

/** The main statement of a few questions, to be read as prose; what they answer is asserted elsewhere. */
const QUESTIONS: Readonly<Record<string, { kind: AnalysisKind; asked: Analyses[AnalysisKind]['asked'] }>> = {
  'report-active': { kind: 'active', asked: { ...range, actor: 'account', interval: 'week', filter: pro } },
  'report-active-zone': { kind: 'active', asked: { ...range, timezone: 'Europe/Berlin', breakdown: 'role' } },
  'report-retention': { kind: 'retention', asked: { ...range, period: 'month', breakdown: { event_property: 'app' } } },
  'report-funnel': { kind: 'funnel', asked: { ...range, steps: ['visit', { event: 'pay', filter: pro }] } },
  'report-sessions': { kind: 'sessions', asked: { ...range, session_property: 'app' } },
  'report-correlation': { kind: 'correlation', asked: { ...range, steps: ['visit', 'pay'], type: 'event_properties' } },
  'report-cohorts': { kind: 'cohorts', asked: { ...range, actor: 'member' } },
}

it.each(Object.keys(QUESTIONS))('%s', async (name) => {
  const ask = await openReport({
    events: [
      { at: '2026-03-02', who: 'ann', did: 'visit', with: { app: 'web' } },
      { at: '2026-03-03', who: 'ann', did: 'pay' },
    ],
    batch: {
      traits: [{ n: 50, of: 'account', subject: 'acme', key: 'plan', value: 'pro', from: 0, knownAt: 0 }],
    },
  })
  const { kind, asked } = QUESTIONS[name]!
  const { sql } = await ask(kind, asked)
  const main = sql!.filter((text) => !text.startsWith('-- events of the question that do not count')).at(-1)!
  await expect(`${main}\n`).toMatchFileSnapshot(`../snapshots/duckdb/${name}.sql`)
})
