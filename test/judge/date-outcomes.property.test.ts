import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Outcome } from '../../src/config/model.ts'
import { type Millis, MS_PER_DAY, MS_PER_HOUR, makeZone } from '../../src/core/time.ts'
import { dateOutcomes } from '../../src/judge/date-outcomes.ts'
import type { SubscriptionRow } from '../../src/store/analytic/rows.ts'
import { blockOf, factId } from '../fold/build-fold.ts'

/** Everything happens on a whole hour of these days. */
const DAYS = 12
const zone = makeZone('America/New_York')
const START = zone.startOf(20_000)
const END = START + DAYS * MS_PER_DAY
const AFTER = END + 100 * MS_PER_DAY
const hour = fc.integer({ min: 0, max: DAYS * 24 - 1 }).map((n) => START + n * MS_PER_HOUR)

const subscription: fc.Arbitrary<SubscriptionRow> = fc
  .record({
    subscriptionId: fc.constantFrom('a', 'b', 'c'),
    mrrMinor: fc.constantFrom(0, 100, 200, 300),
    currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'USD'),
    from: hour,
    to: fc.option(hour),
    cancelDecidedAt: fc.option(hour),
    knownAt: hour,
  })
  .map((row) => ({ ...row, plan: null }))

const outcomes: Outcome[] = [
  { key: 'converted', rule: { kind: 'converted' }, hash: '' },
  { key: 'churned', rule: { kind: 'churned' }, hash: '' },
  { key: 'expanded', rule: { kind: 'expanded' }, hash: '' },
  { key: 'retained', rule: { kind: 'retained', fromDay: 2, toDay: 6 }, hash: '' },
  { key: 'silent', rule: { kind: 'inactive', days: 3, facts: ['name:a'] }, hash: '' },
]

const NOTHING = blockOf([])
const dateAt = (at: Millis, subscriptions: readonly SubscriptionRow[], block = NOTHING) =>
  dateOutcomes(outcomes, {
    ...{ zone, at, subscriptions, activated: [], signUp: 20_000, factId, activeFacts: ['name:a'] },
    rows: { block, start: 0, end: block.rows },
  })

/** Of each subscription what is in force within an hour, and brings something. */
function inForce(rows: readonly SubscriptionRow[], at: Millis): SubscriptionRow[] {
  return ['a', 'b', 'c'].flatMap((id) => {
    let best: SubscriptionRow | null = null
    for (const row of rows)
      if (row.subscriptionId === id && row.from <= at)
        if (best === null || row.from > best.from || (row.from === best.from && row.knownAt >= best.knownAt)) best = row
    return best !== null && best.mrrMinor > 0 && (best.to ?? AFTER) > at ? [best] : []
  })
}

/** Hour by hour: `churned decided effective`, in any order. */
function naiveMoves(rows: readonly SubscriptionRow[]): string[] {
  const hours = Array.from({ length: DAYS * 24 + 25 }, (_, i) => START + i * MS_PER_HOUR)
  const told: string[] = []
  const first = hours.find((at) => inForce(rows, at).length > 0)
  if (first !== undefined) told.push(`converted ${first} ${first}`)
  for (let day = 20_000; day <= 20_000 + DAYS; day++) {
    const [from, to] = [zone.startOf(day), zone.startOf(day + 1)]
    const [before, after] = [inForce(rows, from - MS_PER_HOUR), inForce(rows, to - MS_PER_HOUR)]
    const within = hours.filter((at) => at >= from && at < to)
    const text = (at: Millis): string => JSON.stringify(inForce(rows, at).map((row) => rows.indexOf(row)))
    const changed = within.filter((at) => text(at) !== text(at - MS_PER_HOUR))
    const last = changed.at(-1)
    if (before.length === 0 || last === undefined) continue
    if (after.length === 0) told.push(`churned ${decisionOf(rows, within)} ${last}`)
    else if (new Set([...before, ...after].map(({ currency }) => currency)).size === 1) {
      const sum = (list: readonly SubscriptionRow[]) => list.reduce((all, row) => all + row.mrrMinor, 0)
      if (sum(after) > sum(before)) told.push(`expanded ${last} ${last}`)
    }
  }
  const left = inForce(rows, AFTER - 1).filter(({ to }) => to === null)
  if (left.length > 0 && left.every(({ cancelDecidedAt }) => cancelDecidedAt !== null))
    told.push(`churned ${Math.max(...left.map(({ cancelDecidedAt }) => cancelDecidedAt!))} null`)
  return told.sort()
}

/** Of a day that ends with nothing: the latest decision among all that stopped on it. */
function decisionOf(rows: readonly SubscriptionRow[], hours: readonly Millis[]): Millis {
  const decisions: Millis[] = []
  for (const at of hours)
    for (const row of inForce(rows, at - MS_PER_HOUR)) {
      if (inForce(rows, at).some(({ subscriptionId }) => subscriptionId === row.subscriptionId)) continue
      const instead = rows
        .filter((one) => one.subscriptionId === row.subscriptionId && one.from === at)
        .sort((a, b) => a.knownAt - b.knownAt)
        .at(-1)
      const decided = row.cancelDecidedAt ?? instead?.cancelDecidedAt
      decisions.push(Math.min(decided ?? at, at))
    }
  return Math.max(...decisions)
}

const movesAt = (at: Millis, rows: readonly SubscriptionRow[]): string[] =>
  dateAt(at, rows)
    .flatMap(({ outcome, dates }) => dates.map(({ decided, effective }) => `${outcome} ${decided} ${effective}`))
    .filter((text) => /^(conv|chur|exp)/.test(text))
    .sort()

const decidedBy =
  (at: Millis) =>
  (text: string): boolean =>
    Number(text.split(' ')[1]) <= at

it('revenue outcomes are those that one finds hour by hour, whatever was known when', () => {
  fc.assert(
    fc.property(fc.array(subscription, { maxLength: 7 }), hour, (rows, at) => {
      expect(movesAt(AFTER, rows)).toEqual(naiveMoves(rows))
      const seen = rows.filter(({ knownAt }) => knownAt <= at)
      expect(movesAt(at, rows)).toEqual(naiveMoves(seen).filter(decidedBy(at)))
    }),
  )
})

it('each is told from the moment on from which it is known, and was not just before', () => {
  fc.assert(
    fc.property(fc.array(subscription, { maxLength: 7 }), (rows) => {
      for (const { outcome, dates } of dateAt(AFTER, rows))
        for (const { decided, effective, known } of dates) {
          if (!/^(conv|chur|exp)/.test(outcome)) continue
          const text = `${outcome} ${decided} ${effective}`
          const later = rows.map(({ knownAt }) => knownAt).filter((knownAt) => knownAt >= known)
          for (const at of [known, ...later]) expect(movesAt(at, rows)).toContain(text)
          expect(movesAt(known - 1, rows)).not.toContain(text)
        }
    }),
  )
})

it('retained and silent are what a walk over the days finds', () => {
  const use = fc.record({ day: fc.integer({ min: 0, max: DAYS }), late: fc.integer({ min: 0, max: 3 }) })
  fc.assert(
    fc.property(fc.array(use, { maxLength: 6 }), fc.integer({ min: 0, max: 20 }), (uses, closed) => {
      const rows = uses.map(({ day, late }) => ({
        ...{ fact: 1, actor: 1, day: 20_000 + day, known: 20_000 + day + late },
        ts: zone.startOf(20_000 + day),
      }))
      const seen = uses.filter(({ day, late }) => day + late <= closed).map(({ day }) => day)
      const dated = dateAt(zone.startOf(20_001 + closed) - 1, [], blockOf(rows))
      const daysOf = (name: string): number[] =>
        dated.find(({ outcome }) => outcome === name)!.dates.map(({ decided }) => zone.dayOf(decided) - 20_000)
      const silent: number[] = []
      for (let full = 3; full <= closed; full++) {
        const quiet = [1, 2, 3].every((back) => !seen.includes(full - back))
        if (quiet && (full === 3 || seen.includes(full - 4))) silent.push(full)
      }
      expect(daysOf('silent')).toEqual(silent)
      expect(daysOf('retained')).toEqual(closed >= 6 && seen.some((day) => day >= 2 && day < 6) ? [6] : [])
    }),
  )
})
