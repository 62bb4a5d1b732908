import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as t from '../../src/index.ts'
import { tempFolder } from '../cli/run-command.ts'
import { MINUTES, run, signUp, track } from './run-playbooks.ts'

const tell = (name: string) => t.send({ via: 'chat', subject: `${name}: {{ account.name }}`, text: '-' })

/** A playbook for whatever may be decided; `atLeast` notes in seven days make an account busy. */
const configOf = (atLeast: number) =>
  t.defineConfig({
    events: { note: t.event('Note Written', { kind: 'core' }), limit: t.event('Limit Hit', { kind: 'intent' }) },
    activation: { milestones: { first: t.milestone('core').when(t.count('note').atLeast(1)) } },
    signals: {
      limitHit: t.signal('intent').on('limit'),
      busy: t.signal('risk').when(t.count('note', t.days(7)).atLeast(atLeast)),
    },
    scores: {
      use: t.score({ notes: t.part(100, t.count('note', t.days(7)), t.rising(0, 2)) }).bands({ good: 50, poor: 0 }),
    },
    channels: { chat: t.slack({ webhook: 'SLACK' }) },
    delivery: { allow: ['127.0.0.1/32'] },
    playbooks: {
      limit: t.playbook(t.opens('limitHit')).do(tell('limit')),
      opens: t.playbook(t.opens('busy')).do(tell('opens')),
      closes: t.playbook(t.closes('busy')).do(tell('closes')),
      enters: t.playbook(t.enters('use', 'good')).do(tell('enters')),
      reaches: t.playbook(t.reaches('first')).do(tell('reaches')),
      becomes: t.playbook(t.becomes(t.count('note', t.days(7)).atLeast(atLeast))).do(tell('becomes')),
    },
  })

it(
  'an import of a history, also of today',
  async () => {
    const { at, all, telltale } = await run(configOf(1), '2026-03-04T09:00:00Z')
    await at('2026-03-04T09:00:00Z', signUp('bolt'))
    const path = join(tempFolder(), 'history.ndjson')
    const past = ['2026-03-03T09:00:00Z', '2026-03-04T08:00:00Z'].flatMap((timestamp, n) =>
      [...signUp('acme'), track('Note Written', 'acme'), track('Limit Hit', 'acme'), track('Note Written', 'bolt')].map(
        (message, i) => ({ ...(message as object), timestamp, messageId: `m-${n}-${i}` }),
      ),
    )
    writeFileSync(path, past.map((message) => JSON.stringify(message)).join('\n'))
    await telltale.importFile(path)
    for (const day of ['04', '05', '06']) await at(`2026-03-${day}T10:00:00Z`)
    expect((await telltale.episodes({ limit: 50 })).data.length).toBeGreaterThan(0)
    expect(await all()).toEqual([])
  },
  MINUTES,
)

it(
  'what another configuration judges otherwise, and a replay',
  async () => {
    const { at, all, telltale, reopen } = await run(configOf(9), '2026-03-02T09:00:00Z')
    await at('2026-03-02T09:00:00Z', [...signUp('acme'), track('Note Written', 'acme')])
    await at('2026-03-03T09:00:00Z')
    const before = ['03-03T09:00 enters: acme', '03-03T09:00 reaches: acme']
    expect((await all()).sort()).toEqual(before)
    expect((await telltale.replay({ signal: 'busy' })).data).toEqual([])
    await reopen(configOf(1))
    for (const day of ['03', '04', '05']) await at(`2026-03-${day}T10:00:00Z`)
    expect((await all()).sort()).toEqual(before)
  },
  MINUTES,
)

it(
  'what came more than a day late, a correction of what was decided, and one account that becomes another',
  async () => {
    const { at, all, telltale } = await run(configOf(1), '2026-03-02T09:00:00Z')
    await at('2026-03-02T09:00:00Z', [...signUp('acme'), ...signUp('bolt'), ...signUp('crux')])
    await at('2026-03-05T09:00:00Z')
    // Three days late: it makes busy what was not, and meets a limit.
    const late = { timestamp: '2026-03-02T10:00:00Z' }
    await at('2026-03-05T10:00:00Z', [
      { ...track('Note Written', 'acme'), ...late },
      { ...track('Limit Hit', 'acme'), ...late },
    ])
    await at('2026-03-06T09:00:00Z')
    expect(await all()).toEqual([])
    await at('2026-03-06T10:00:00Z', [track('Note Written', 'bolt')])
    await at('2026-03-07T09:00:00Z')
    const ofBolt = ['becomes', 'enters', 'opens', 'reaches'].map((name) => `03-07T09:00 ${name}: bolt`)
    expect((await all()).sort()).toEqual(ofBolt)
    await telltale.mergeAccount('bolt', { into: 'crux' })
    await at('2026-03-07T10:00:00Z')
    await at('2026-03-08T09:00:00Z')
    expect((await all()).sort()).toEqual(ofBolt)
  },
  MINUTES,
)
