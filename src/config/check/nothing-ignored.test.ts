import { expect, it } from 'vitest'
import * as t from '../../index.ts'
import { compileModel } from '../compile/compile-model.ts'
import type { Config } from '../define-config.ts'

/** Every part of a configuration that is written without a builder, with a value that means something. */
const whole = (): unknown => ({
  product: {
    ...{ name: 'Acme', model: 'freemium', trialDays: 10, timezone: 'Europe/Berlin', weekStart: 'sunday' },
    ...{ grossMargin: 0.7, closeDelayMinutes: 5 },
  },
  account: {
    ...{ key: ['properties.org'], reachesBack: t.days(2), fallback: 'none', assignee: t.trait('csm') },
    ...{ renewsOn: t.trait('renews'), seats: t.trait('places'), createdAt: t.trait('began') },
  },
  exclude: [t.emailDomain('acme.test')],
  events: { made: t.event('Made', { kind: 'core', feature: 'made' }), seen: t.event('Seen') },
  segments: { size: t.bands(t.trait('places').number, { small: 1, large: 100 }) },
  indicators: { often: t.count('made', t.days(7)) },
  entitlements: { seats: t.limit(t.members(), { byPlan: { free: 5 } }) },
  activation: {
    milestones: { first: t.milestone('core').when(t.count('made').atLeast(1)) },
    activated: t.all(t.milestone('first').done()),
    ...{ within: t.days(9), levels: ['account'], weights: { core: 50, team: 15 }, signUp: 'seen', signIn: ['seen'] },
    ...{ checklist: ['made'], minimumUses: 2 },
  },
  outcomes: { gone: t.churned() },
  signals: { quiet: t.signal('risk').when(t.count('made').under(1)).suggest({ team: 'success', action: 'call' }) },
  teams: { success: t.team({ people: ['ana'] }) },
  worklist: { renewals: { team: 'success', action: 'Renew', within: t.days(30) } },
  metrics: {
    ...{ coreFeature: 'made', features: { made: { tier: 'core', plans: ['pro'] } }, paywall: ['seen'], visit: 'seen' },
    promotions: [{ feature: 'made', on: '2026-03-01' }],
    ...{ lead: { event: 'seen' }, spend: { '2026-01': { ads: 10 } }, books: 'stripe' },
    rates: { to: 'EUR', dated: { '2026-01-01': { USD: '0.9' } } },
    northStar: { event: 'made', count: 'users', title: 'Made', inputs: ['activation_rate', 'stickiness', 'l7'] },
    watch: { activation_rate: { owner: 'ana', atLeast: 0.3, next: 'call' } },
  },
  sources: { postgres: t.postgres({ accounts: { sql: 'SELECT * FROM a', account: 'id' } }), stripe: t.stripe() },
  channels: { hook: t.webhook({ url: 'https://hooks.example.com', secrets: ['HOOK'] }) },
  delivery: { allow: ['10.0.0.0/8'], baseUrl: 'https://t.example.com', trouble: { channel: 'hook' } },
  outreach: {
    ...{ addresses: { ana: 'ana@acme.test' }, quiet: { from: '20:00', to: '08:00' } },
    ...{ perRecipient: { most: 2, within: t.days(7) }, perAccount: { most: 3, within: t.days(7) } },
  },
  limits: { maxEventNames: 100, readyAccounts: 50 },
})

type Path = readonly string[]
type Part = Readonly<Record<string, unknown>>

function isPart(value: unknown): value is Part {
  const plain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  return plain || Array.isArray(value)
}

function pathsOf(value: unknown, path: Path = []): Path[] {
  return [path, ...(isPart(value) ? Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key])) : [])]
}

function withAt(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to
  const part = value as Part
  const changed = { ...part, [key]: withAt(part[key], rest, to) }
  return Array.isArray(value) ? Object.values(changed) : changed
}

/** What a configuration becomes, all of it; null: it is refused, with words of its own. */
function meaningOf(input: unknown): string | null {
  const config: Config = t.defineConfig(input as never)
  const { model, problems } = compileModel(config)
  return problems.some(({ level }) => level === 'error') ? null : JSON.stringify([model, config.draft])
}

it('what is of another kind than its part is refused or read, and never ignored', () => {
  const right = whole()
  const meaning = meaningOf(right)
  expect(meaning).not.toBe(null)
  const ignored = pathsOf(right)
    .slice(1)
    .flatMap((path) => {
      // Where nothing may stand, something else may not mean nothing.
      const nothing = meaningOf(withAt(whole(), path, undefined))
      return ['zzz', true, ['zzz']].flatMap((wrong) => {
        const found = meaningOf(withAt(whole(), path, wrong))
        return found !== null && [meaning, nothing].includes(found)
          ? [`${path.join('.')}: ${JSON.stringify(wrong)}`]
          : []
      })
    })
  expect(ignored).toEqual([])
})

it('a key that no part has is refused wherever it stands', () => {
  const named = /^(events|segments|indicators|entitlements|activation\.milestones|outcomes|signals|teams|channels)$/
  const meaning = meaningOf(whole())
  const options = pathsOf(whole()).filter((path) => {
    const part = path.reduce<unknown>((at, key) => (at as Part)[key], whole())
    return isPart(part) && !Array.isArray(part) && !named.test(path.join('.'))
  })
  const ignored = options.filter((path) => meaningOf(withAt(whole(), [...path, 'zzz'], 'zzz')) === meaning)
  expect(options.length).toBeGreaterThan(20)
  expect(ignored.map((path) => path.join('.'))).toEqual([])
})
