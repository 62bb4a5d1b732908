import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { DAY } from './metrics-of-world.ts'

/** What an account pays, by the days on which it begins and ends. */
type Paid = { readonly from: string; readonly to: string | null; readonly minor: number }

const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const iso = (ms: number) => new Date(ms).toISOString()

/** Accounts that a small world has none of: who comes back, pays less or more, leaves, is soon to renew; and newcomers who get somewhere. Told in its messages and in its truth. */
export function addCast(messagesPath: string, truthPath: string): void {
  const truth = JSON.parse(readFileSync(truthPath, 'utf8')) as { readonly accounts: object[] }
  const lines: object[] = []
  let n = 0
  const say = (ms: number, message: object) => {
    n += 1
    lines.push({ messageId: `cast-${n}`, timestamp: iso(ms), receivedAt: iso(ms), ...message })
  }
  const begin = (id: string, signUp: number, paid: readonly Paid[], traits: object = {}) => {
    const source = 'partner'
    const mrrMinor = paid.map(({ from, to, minor }) => ({ from, to, mrrMinor: minor }))
    truth.accounts.push({ id, createdAt: iso(signUp), source, paid: { mrrMinor } })
    say(signUp, {
      type: 'group',
      userId: `${id}_u`,
      groupId: id,
      traits: { createdAt: iso(signUp), source, ...traits },
    })
    for (const [i, { from, to, minor }] of paid.entries())
      say(at(from), {
        ...{ type: 'subscription', groupId: id, subscriptionId: `${id}_${i}`, plan: 'team', mrrMinor: minor },
        ...{ currency: 'USD', from: iso(at(from)), to: to === null ? null : iso(at(to)), cancelDecidedAt: null },
      })
  }
  const did = (id: string, ms: number, event: string) =>
    say(ms, { type: 'track', event, userId: `${id}_u`, context: { groupId: id }, properties: {} })

  const old = at('2025-11-03')
  begin('back', old, [
    { from: '2026-01-10', to: '2026-04-10', minor: 30_000 },
    { from: '2026-05-12', to: null, minor: 30_000 },
  ])
  begin(
    'less',
    old,
    [
      { from: '2025-12-01', to: '2026-05-08', minor: 50_000 },
      { from: '2026-05-08', to: null, minor: 30_000 },
    ],
    { renewal_date: '2026-08-20' },
  )
  begin('gone', old, [{ from: '2026-02-01', to: '2026-05-20', minor: 8_000 }])
  begin('more', old, [
    { from: '2026-03-01', to: '2026-05-15', minor: 20_000 },
    { from: '2026-05-15', to: '2026-06-10', minor: 40_000 },
    { from: '2026-06-10', to: null, minor: 60_000 },
  ])
  for (let i = 0; i < 24; i++) {
    const id = `quick_${i}`
    const signUp = at('2026-04-02') + i * 3 * DAY + i * 3_600_000
    const pays = i % 3 === 0 ? [{ from: iso(signUp + 20 * DAY).slice(0, 10), to: null, minor: 9_000 }] : []
    begin(id, signUp, pays)
    did(id, signUp, 'Signed Up')
    did(id, signUp + DAY, 'Project Created')
    did(id, signUp + DAY, 'Invite Sent')
    // Some never get to three tasks.
    for (let task = 0; task < (i % 4 === 0 ? 2 : 3); task++) did(id, signUp + 2 * DAY + task * 60_000, 'Task Created')
    for (let week = 1; i % 2 === 0 && week < 7; week++) did(id, signUp + week * 7 * DAY, 'Task Completed')
    did(id, Math.max(signUp + 3 * DAY, at('2026-05-06')), 'Report Viewed')
    for (let day = 0; i === 1 && day < 40; day++) did(id, at('2026-05-15') + day * DAY + 3_600_000, 'Task Completed')
  }
  const end = Date.parse('2026-06-30T15:00:00Z')
  const heard = lines.filter((line) => Date.parse((line as { timestamp: string }).timestamp) < end)
  appendFileSync(messagesPath, `${heard.map((line) => JSON.stringify(line)).join('\n')}\n`)
  writeFileSync(truthPath, JSON.stringify(truth))
}
