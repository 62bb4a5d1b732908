import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import * as t from '../../src/index.ts'
import { MINUTES, run, signUp, track } from './run-playbooks.ts'

const config = t.defineConfig({
  product: { model: 'trial', trialDays: 14 },
  events: {
    note: t.event('Note Written', { kind: 'core', feature: 'notes' }),
    share: t.event('Note Shared', { kind: 'team', feature: 'sharing' }),
    draw: t.event('Drawing Made', { kind: 'core', feature: 'drawings' }),
    login: t.event('Logged In', { kind: 'other' }),
    limit: t.event('Limit Hit', { kind: 'intent' }),
  },
  entitlements: {
    notes: t.limit(t.count('note'), t.trait('maxNotes')),
    seats: t.limit(t.members(), t.trait('seats')),
    shares: t.limit(t.count('share'), t.trait('maxShares')),
  },
  signals: { limitHit: t.signal('intent').on('limit') },
  delivery: { allow: ['127.0.0.1/32'] },
  channels: { chat: t.slack({ webhook: 'SLACK' }) },
  playbooks: {
    report: t.playbook(t.opens('limitHit')).do(
      t.send({
        via: 'chat',
        subject:
          '{{ account.name }}: {{ usage.people }} people, {{ usage.times }} times{% for one in usage.features %}, {{ one.name }} {{ one.times }}{% endfor %}',
        text: '-',
      }),
      t.send({
        via: 'chat',
        subject:
          '{% for one in limits %}{{ one.name }} {{ one.used }} of {{ one.most }}, {{ one.left }} left, {{ one.percent }} %; {% endfor %}not tried: {{ unusedFeatures | join: ", " }}; {{ trialDaysLeft }} days',
        text: '-',
      }),
    ),
  },
})

it(
  'letters tell how the account uses the product now: people, features, limits, days of the trial; an unknown limit is left out',
  async () => {
    const { at, sent } = await run(config, '2026-03-02T09:00:00Z')
    await at('2026-03-02T09:00:00Z', signUp('acme', { seats: 2, maxNotes: 4 }))
    await at('2026-03-05T09:00:00Z', [
      ...[1, 2, 3].map(() => track('Note Written', 'acme')),
      track('Logged In', 'acme'),
      { type: 'group', userId: 'ben', groupId: 'acme' },
      { ...track('Note Shared', 'acme'), userId: 'ben' },
    ])
    await at('2026-03-09T09:00:00Z', [track('Limit Hit', 'acme')])
    expect((await sent()).sort()).toEqual([
      '03-09T09:00 Seats 2 of 2, 0 left, 100 %; Notes 3 of 4, 1 left, 75 %; not tried: Drawings; 7 days',
      '03-09T09:00 acme: 2 people, 4 times, Notes 3, Sharing 1',
    ])
  },
  MINUTES,
)

it(
  'an account that pays has no days of a trial left, one whose trial is over neither',
  async () => {
    const { at, sent, telltale } = await run(config, '2026-03-02T09:00:00Z')
    await at('2026-03-02T09:00:00Z', [...signUp('paying'), ...signUp('over'), ...signUp('trying')])
    await telltale.importFile(subscriptionOf('paying'))
    await at('2026-03-10T09:00:00Z', [track('Limit Hit', 'paying'), track('Limit Hit', 'trying')])
    await at('2026-03-16T09:00:00Z', [track('Limit Hit', 'over')])
    expect((await sent()).filter((line) => line.includes('not tried')).sort()).toEqual([
      '03-10T09:00 not tried: Drawings, Notes, Sharing;  days',
      '03-10T09:00 not tried: Drawings, Notes, Sharing; 6 days',
      '03-16T09:00 not tried: Drawings, Notes, Sharing;  days',
    ])
  },
  MINUTES,
)

/** A file of what an account pays since 2 March. */
function subscriptionOf(groupId: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-terms-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'terms.ndjson')
  const at = '2026-03-02T09:00:00Z'
  const terms = { subscriptionId: 's-1', currency: 'EUR', mrrMinor: 2_000, from: at, timestamp: at }
  writeFileSync(path, JSON.stringify({ type: 'subscription', groupId, ...terms }))
  return path
}
