import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import * as t from '../../src/index.ts'
import { assignUnit } from '../../src/stats/experiments/assign-unit.ts'

/** A machine that does much else takes long to load it all. */
const MINUTES = 180_000
const MS_PER_DAY = 86_400_000
const hello = { subject: 'Hello', text: '-' } as const

const base = {
  events: {
    limit: t.event('Limit Hit', { kind: 'intent' }),
    failed: t.event('Payment Failed', { kind: 'other' }),
    bought: t.event('Seats Bought', { kind: 'core' }),
  },
  outcomes: { grown: t.happened('bought') },
  signals: { limitHit: t.signal('intent').on('limit'), unpaid: t.signal('risk').on('failed') },
  teams: { success: t.team({ people: ['ana'] }) },
  channels: { product: t.inApp(), chat: t.slack({ webhook: 'SLACK' }) },
} as const
const inProduct = t.send({ via: 'product', to: 'channel', ...hello })

/** Of so many accounts, two a day over sixty days, every second one buys seats a week after it met its limit. */
function writePast(dataDir: string, until: number): string {
  const file = join(dataDir, 'past.csv')
  const rows = Array.from({ length: 120 }, (_, i) => {
    const at = until - 100 * MS_PER_DAY + Math.floor(i / 2) * MS_PER_DAY
    const row = (event: string, time: number) => `${event},a${i},u${i},${new Date(time).toISOString()}`
    return i % 2 === 0 ? [row('Limit Hit', at), row('Seats Bought', at + 7 * MS_PER_DAY)] : [row('Limit Hit', at)]
  })
  // Somebody was there up to now, so that it is known what became of the others.
  const last = `Seen,other,u,${new Date(until - MS_PER_DAY).toISOString()}`
  writeFileSync(file, ['event,account,user,time', ...rows.flat(), last].join('\n'))
  return file
}

const MAPPING = {
  event: { column: 'event' },
  account: { column: 'account' },
  user: { column: 'user' },
  time: { column: 'time' },
}

type Run = {
  readonly telltale: t.Telltale
  readonly at: (time: string, messages?: readonly unknown[]) => Promise<void>
  readonly importPast: () => Promise<void>
}

async function run(config: t.Config, from: string): Promise<Run> {
  const dataDir = mkdtempSync(join(tmpdir(), 'telltale-holdouts-'))
  let now = Date.parse(from)
  const telltale = await t.openTelltale({ dataDir, config, clock: { now: () => now }, env: {}, threads: 1 })
  onTestFinished(async () => {
    await telltale.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return {
    telltale,
    at: async (time, messages = []) => {
      now = Date.parse(time)
      if (messages.length > 0) await telltale.send(messages as never)
      await telltale.advance()
      await telltale.deliver()
    },
    importPast: async () => {
      await telltale.importFile(writePast(dataDir, now), { mapping: MAPPING })
    },
  }
}

const track = (event: string, account: string) => ({
  ...{ type: 'track', event, userId: `of-${account}`, context: { groupId: account } },
})

it(
  'a fifth is left alone where messages go by themselves and that is worth having: it says so before the first, and both arms are noted; nobody where people act, or of a failed payment',
  async () => {
    const config = t.defineConfig({
      ...base,
      playbooks: {
        seats: t.playbook(t.opens('limitHit')).goal('grown').do(inProduct),
        call: t
          .playbook(t.opens('limitHit'))
          .goal('grown')
          .do(inProduct, t.addTask({ team: 'success', action: 'Call' })),
        card: t.playbook(t.opens('unpaid')).goal('grown').do(inProduct),
        never: t.playbook(t.opens('limitHit')).goal('grown').holdout('off').do(inProduct),
      },
    })
    const { telltale, at, importPast } = await run(config, '2026-06-01T09:00:00Z')
    await importPast()
    await at('2026-06-01T09:00:00Z')
    const rows = await telltale.playbooks()
    const of = (key: string) => rows.find((row) => row.key === key)!.holdout
    const seats = of('seats')
    expect(seats).toMatchObject({ setting: 'default', share: 0.2, experiment: 'seats' })
    expect(seats.forecast).toMatchObject({ accounts: 120, told: 120, worth: 'worth having', outcome: 'grown' })
    expect(seats.forecast!.base!.estimate).toBe(0.5)
    expect(seats.sentence).toMatch(
      /^20 % of the accounts that begin it are left alone, by lot\. In 100 days of the past 120 accounts would have begun it, 8\.4 a week\. Of the 120 whose days are over 50 % \(41–59\) came to “grown” within 30 days\. If it goes on like that, a difference of 23 points is found four times in five with 436 accounts, in about 57 weeks\.$/,
    )
    expect([of('call').sentence, of('card').sentence, of('never').sentence]).toEqual([
      'Nobody is left alone: it asks people to act. With .holdout(0.2) some are all the same.',
      'Nobody is left alone: it is about a failed payment. With .holdout(0.2) some are all the same.',
      'Nobody is left alone, as the configuration says.',
    ])
    expect((await telltale.simulatePlaybook('seats', { from: '2026-03-01' })).holdout!.sentence).toContain('20 %')

    const accounts = Array.from({ length: 30 }, (_, i) => `new${i}`)
    await at(
      '2026-06-02T10:00:00Z',
      accounts.map((account) => track('Limit Hit', account)),
    )
    const arms = Object.fromEntries((await telltale.enrolments('seats')).map(({ account, arm }) => [account, arm]))
    const expected = accounts.map((unit) => [unit, assignUnit({ experiment: 'seats', salt: 'v1', unit }, 0.2)])
    expect(arms).toEqual(Object.fromEntries(expected))
    const held = Object.values(arms).filter((arm) => arm === 'holdout').length
    expect((await telltale.experiments()).map(({ name, exposed, planned_by: by }) => [name, exposed, by])).toEqual([
      ['seats', { treated: 30 - held, holdout: held }, 'Telltale'],
    ])
    expect((await telltale.enrolments('call')).every(({ arm }) => arm === 'treated')).toBe(true)

    // A person ended it: it is not planned again, and nobody is left alone any more.
    await telltale.endExperiment('seats')
    await at('2026-06-03T10:00:00Z')
    expect((await telltale.playbooks()).find(({ key }) => key === 'seats')!.holdout).toMatchObject({
      share: null,
      sentence: 'Nobody is left alone: the experiment seats has ended.',
    })

    // Where nobody is left alone there is only before and after: of those who began it nobody bought.
    await at('2026-07-10T10:00:00Z', [track('Seen', 'somebody')])
    await at('2026-07-11T10:00:00Z')
    const { uplift, before_after: cohorts } = await telltale.playbookResult('call')
    expect(uplift).toBe(null)
    expect(cohorts).toMatchObject({
      ...{ since: '2026-06-02', crude: -0.5, verdict: { ruling: 'inconclusive' } },
      ...{ before: { accounts: 120, outcomes: 60 }, after: { accounts: 30, outcomes: 0 } },
    })
    expect(cohorts!.caveats.length).toBe(4)
  },
  MINUTES,
)

it(
  'those never contacted get nothing from any playbook, and the tasks about them are given; all others are compared with them',
  async () => {
    const config = t.defineConfig({
      ...base,
      outreach: { neverContact: { share: 0.3, outcome: 'grown' } },
      playbooks: {
        seats: t.playbook(t.opens('limitHit')).goal('grown').holdout(0.5).do(inProduct),
        call: t
          .playbook(t.opens('limitHit'))
          .do(inProduct, t.addTask({ team: 'success', action: 'Call {{ account.name }}' })),
      },
    })
    const { telltale, at } = await run(config, '2026-06-01T09:00:00Z')
    await at('2026-06-01T09:00:00Z', [track('Seen', 'somebody')])
    await at('2026-06-02T09:00:00Z')
    const accounts = Array.from({ length: 20 }, (_, i) => `new${i}`)
    const time = '2026-06-02T10:00:00Z'
    await at(
      time,
      accounts.map((account) => track('Limit Hit', account)),
    )
    const drawn = (experiment: string, share: number, unit: string) =>
      assignUnit({ experiment, salt: 'v1', unit }, share) === 'holdout'
    const never = accounts.filter((unit) => drawn('never-contact', 0.3, unit))
    const others = accounts.filter((account) => !never.includes(account))
    const held = others.filter((unit) => drawn('seats', 0.5, unit))
    expect([never.length, held.length]).toEqual([3, 10])

    const targets = (await telltale.deliveries()).data.map(({ key }) => decodeURIComponent(key).split('/'))
    const sentBy = (name: string) =>
      targets
        .filter((parts) => parts[1] === name)
        .map((parts) => parts[3])
        .sort()
    expect(sentBy('seats')).toEqual(others.filter((account) => !held.includes(account)).sort())
    expect(sentBy('call')).toEqual([...others].sort())
    expect((await telltale.today({ assignee: 'ana' })).tasks.map(({ account }) => account).sort()).toEqual(
      [...accounts].sort(),
    )
    expect(
      (await telltale.enrolments('seats'))
        .filter(({ why }) => why === 'it is never contacted')
        .map(({ account }) => account)
        .sort(),
    ).toEqual([...never].sort())
    // An account that is never contacted says nothing about one playbook alone.
    expect(Object.fromEntries((await telltale.experiments()).map(({ name, exposed }) => [name, exposed]))).toEqual({
      seats: { treated: others.length - held.length, holdout: held.length },
      'never-contact': { treated: others.length, holdout: never.length },
    })
  },
  MINUTES,
)

it(
  'of a group of playbooks an account is in one at a time, that of the higher priority, and in no other until its days are over',
  async () => {
    const config = t.defineConfig({
      ...base,
      outreach: { exclusive: { offers: t.days(14) } },
      playbooks: {
        big: t.playbook(t.opens('limitHit')).priority(7).exclusive('offers').once().do(inProduct),
        small: t.playbook(t.opens('limitHit')).exclusive('offers').do(inProduct),
        other: t.playbook(t.opens('limitHit')).do(inProduct),
      },
    })
    const { telltale, at } = await run(config, '2026-06-01T09:00:00Z')
    await at('2026-06-01T09:00:00Z', [track('Seen', 'acme')])
    const began = async (name: string) =>
      (await telltale.enrolments(name)).map(({ enteredAt }) => enteredAt.slice(5, 10)).reverse()
    for (const day of ['02', '08', '14', '20', '26']) await at(`2026-06-${day}T10:00:00Z`, [track('Limit Hit', 'acme')])
    expect([await began('big'), await began('small'), await began('other')]).toEqual([
      ['06-02'],
      ['06-20', '06-26'],
      ['06-02', '06-08', '06-14', '06-20', '06-26'],
    ])
    expect(await telltale.enrol('big', { account: 'acme', by: 'Pia' })).toBe(false)
  },
  MINUTES,
)

it(
  'a playbook that does harm is paused with its reason, once: a person lets it go on',
  async () => {
    const config = t.defineConfig({
      ...base,
      delivery: { trouble: { channel: 'chat' } },
      playbooks: { seats: t.playbook(t.opens('limitHit')).goal('grown').holdout(0.5).once().do(inProduct) },
    })
    const { telltale, at } = await run(config, '2026-06-01T09:00:00Z')
    await at('2026-06-01T09:00:00Z', [track('Seen', 'somebody')])
    await at('2026-06-02T09:00:00Z')
    const accounts = Array.from({ length: 240 }, (_, i) => `new${i}`)
    await at(
      '2026-06-02T10:00:00Z',
      accounts.map((account) => track('Limit Hit', account)),
    )
    const held = (await telltale.enrolments('seats', { state: 'held', limit: 1000 })).map(({ account }) => account!)
    // Nobody buys who was written to, and every second one of the others does.
    const buyers = held.filter((_, i) => i % 2 === 0)
    await at(
      '2026-06-10T10:00:00Z',
      buyers.map((account) => track('Seats Bought', account)),
    )
    const stateOf = async () => (await telltale.playbooks()).find(({ key }) => key === 'seats')!
    expect((await stateOf()).state).toBe('on')
    await at('2026-07-03T10:00:00Z', [track('Seen', 'somebody')])
    await at('2026-07-04T10:00:00Z')
    const { state, paused } = await stateOf()
    expect([state, paused!.by]).toEqual(['paused', 'harm'])
    expect(paused!.why).toMatch(
      /^it does harm: 50 points fewer of those treated than of those left alone came to “grown” \(at least \d\d points, valid whenever one looks\)$/,
    )
    expect(
      (await telltale.deliveries()).data.filter(({ title }) => title === 'The playbook seats is paused').length,
    ).toBe(1)
    const { uplift } = await telltale.playbookResult('seats', { value: 300, cost: 1 })
    expect(uplift).toMatchObject({ stop: true, verdict: { ruling: 'harms' }, holdout: { exposed: held.length } })
    expect(Math.round(uplift!.value!.per_hundred.estimate / 1000)).toBe(-15)
    await at('2026-07-05T10:00:00Z')
    expect((await stateOf()).state).toBe('paused')
    await telltale.resumePlaybook('seats')
    await at('2026-07-06T10:00:00Z')
    expect((await stateOf()).state).toBe('on')
  },
  MINUTES,
)
