import { expect, it } from 'vitest'
import type { Expr } from '../config/expression.ts'
import type { QuantityNode } from '../config/model.ts'
import { isoToDay, makeZone } from '../core/time.ts'
import type { TraitRow } from '../store/analytic/rows.ts'
import { gatherEntitlements } from './gather-entitlements.ts'

const zone = makeZone('UTC')
const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`)
const plan = (value: string, from: string, knownAt: string): TraitRow => ({
  ...{ key: 'plan', value },
  ...{ from: noon(from), knownAt: noon(knownAt) },
})
/** From 1 March free; pro since 3 March, which was not known before the 5th. */
const ROWS = [plan('free', '2026-03-01', '2026-03-01'), plan('pro', '2026-03-03', '2026-03-05')]
const SEATS: Expr = { kind: 'entitlement', trait: 'plan', plans: [{ plan: 'free', limit: 5 }] }
const NODES: QuantityNode[] = [{ id: 'a', key: null, expr: SEATS, label: 'limit of seats', unit: 'value' }]

const gathered = (date: string, limit: number) =>
  gatherEntitlements(
    { nodes: NODES, limits: new Map([[0, limit]]) },
    {
      ...{ accountTraits: ROWS, personTraits: [], day: isoToDay(date)! },
      knowing: { view: 'decision', zone, closeDelayMinutes: 0, asOf: null },
    },
  )

it('a limit is told with the statement of the plan that set it: the one known by the close of the day', () => {
  const told = { kind: 'entitlement', label: 'limit of seats', trait: 'plan' }
  const free = { said: 'free', from: noon('2026-03-01'), knownAt: noon('2026-03-01') }
  const pro = { said: 'pro', from: noon('2026-03-03'), knownAt: noon('2026-03-05') }
  expect(gathered('2026-03-04', 5)).toEqual([{ ...told, ...free, limit: 5 }])
  expect(gathered('2026-03-05', Number.POSITIVE_INFINITY)).toEqual([{ ...told, ...pro, limit: null }])
})

it('what is not known is no evidence: a plan that nobody told yet, or one that the table does not list', () => {
  expect(gathered('2026-02-28', Number.NaN)).toEqual([])
  expect(gathered('2026-03-05', Number.NaN)).toEqual([])
})
