import { expect, it } from 'vitest'
import { compareCases } from '../../src/proof/backtest/compare-cases.ts'
import { drawRatios } from '../../src/proof/backtest/draw-ratios.ts'
import { findOthers, markFired } from '../../src/proof/backtest/find-others.ts'
import { layGround } from '../../src/proof/backtest/ground.ts'
import { selectCases } from '../../src/proof/backtest/select-cases.ts'
import { simulateCustomers } from '../validator/simulate-customers.ts'

it('limits by drawing accounts are of the ratio within strata that is shown, and near those of its formula where rows are few per account', async () => {
  const { panel, signals } = simulateCustomers({ seed: 4, accounts: 600, effects: true })
  const ground = layGround(panel)
  const drawings = signals.map((signal) => ({
    signal,
    cases: selectCases(ground, signal).all,
    fired: markFired(ground, signal),
  }))
  const drawn = await drawRatios(ground, drawings, async () => {})
  const compared = drawings.map(({ signal, cases, fired }, i) => {
    const told = selectCases(ground, signal)
    const others = findOthers(ground, { signal, cases: told, fired })
    return { key: signal.key, limits: drawn[i]!, own: compareCases(ground, { cases, others }).adjusted }
  })
  const both = compared.filter(({ limits, own }) => limits !== null && own !== null)
  expect(both.map(({ key }) => key)).toEqual(expect.arrayContaining(['falls', 'halfOfThem', 'muchChance']))
  for (const { limits, own } of both) {
    expect(limits.estimate).toBeCloseTo(own!.estimate, 9)
    expect(limits.lower).toBeLessThan(own!.estimate)
    expect(limits.upper).toBeGreaterThan(own!.estimate)
    const width = ({ lower, upper }: { lower: number; upper: number }): number => Math.log(upper / lower)
    expect(width(limits) / width(own!)).toBeGreaterThan(0.6)
    expect(width(limits) / width(own!)).toBeLessThan(1.6)
  }
})
