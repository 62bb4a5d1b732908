import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { runCommand, tempFolder } from './run-command.ts'
import { startServer } from './start-server.ts'

const ASKS_FOR_MEMBERS = `import { activeShare, days, defineConfig, event } from 'telltale'
export default defineConfig({
  events: { login: event('Login', { kind: 'core' }) },
  indicators: { share: activeShare(days(400)) },
})
`

it('beside a running server: an import is applied by it, a backup is whole, and doctor tries the way of an event', async () => {
  const cwd = tempFolder()
  const url = await startServer(cwd)
  const rows = Array.from({ length: 5_000 }, (_, i) => `u${i % 50},a${i % 5},Login,${1_772_357_400 + i * 60}`)
  writeFileSync(join(cwd, 'x.csv'), `user_id,account_id,event,ts\n${rows.join('\n')}\nbroken\n`)

  const imported = await runCommand(['import', 'x.csv', '--yes'], { cwd })
  expect(imported.out).toBe(
    [
      'x.csv: 5,001 rows',
      '  kept         5,000 events from 2026-03-01 to 2026-03-04',
      '  duplicates   0',
      '  quarantined  1 (1 bad_row); see: telltale quarantine',
      'The store has 5,000 events, 5 accounts and 50 people.',
    ].join('\n'),
  )
  expect(imported.code).toBe(0)
  const again = await runCommand(['import', 'x.csv', '--yes', '--json'], { cwd })
  expect(JSON.parse(again.out)).toMatchObject({
    files: [{ known: true, totals: { kept: 5_000, duplicates: 0, quarantined: 1 } }],
    counts: { events: 5_000 },
  })

  const { secret } = JSON.parse((await runCommand(['keys', 'create', '--json'], { cwd })).out)
  const message = { type: 'track', event: 'Login', userId: 'u1', messageId: 'live', context: { groupId: 'a1' } }
  const send = () =>
    fetch(`${url}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}` },
      body: JSON.stringify(message),
    })
  let sent = await send()
  for (let attempt = 0; attempt < 100 && sent.status === 401; attempt++) {
    await setTimeout(50)
    sent = await send()
  }
  expect(sent.status).toBe(200)

  const backup = await runCommand(['backup', 'monday', '--json'], { cwd })
  expect(backup.code).toBe(0)
  expect((await runCommand(['restore', 'monday', '--data', 'elsewhere'], { cwd })).code).toBe(0)
  const restored = await runCommand(['import', 'x.csv', '--yes', '--data', 'elsewhere', '--json'], { cwd })
  expect(JSON.parse(restored.out)).toMatchObject({
    files: [{ known: true, totals: { kept: 5_000, duplicates: 0, quarantined: 1 } }],
    counts: { events: 5_001, accounts: 5, persons: 50 },
  })

  const doctor = await runCommand(['doctor', '--json'], { cwd, env: { TELLTALE_WRITE_KEY: secret } })
  const { diagnoses } = JSON.parse(doctor.out)
  expect(diagnoses.find(({ check }: { check: string }) => check === 'server')).toMatchObject({
    state: 'ok',
    text: `${url} takes events`,
  })
  expect((await runCommand(['repair'], { cwd })).err).toContain('in use by process')

  writeFileSync(join(cwd, 'new.config.ts'), ASKS_FOR_MEMBERS)
  const checked = await runCommand(['check', '--config', 'new.config.ts', '--json'], { cwd })
  expect(JSON.parse(checked.out).data).toMatchObject([
    { check: 'windows', state: 'note', text: expect.stringContaining('look back up to 400 days') },
    { check: 'members', state: 'note', text: expect.stringContaining('1 of 1 account with events') },
  ])
}, 60_000)
