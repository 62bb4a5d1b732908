import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../architecture/read-sources.ts'
import { type Cluster, findPostgres, NO_POSTGRES, query, startCluster } from '../postgres-cluster.ts'
import { runCommand, tempFolder } from './run-command.ts'
import { startServer } from './start-server.ts'

/** The application that the guide speaks of. */
const APP = `
  CREATE TABLE plans (name text PRIMARY KEY, seat_limit int, storage_limit int);
  CREATE TABLE accounts (id int PRIMARY KEY, name text, plan text, country text, created_at timestamptz);
  CREATE TABLE users (id text PRIMARY KEY, email text, name text, created_at timestamptz);
  CREATE TABLE memberships (user_id text, account_id int, role text, created_at timestamptz);
  CREATE TABLE subscriptions (id text, account_id int, plan text, price numeric, started_at timestamptz, ends_at timestamptz);
  CREATE TABLE tickets (id int, requester_id text, account_id int, opened_at timestamptz, closed_at timestamptz, severity text);
  CREATE TABLE audit_log (id bigserial PRIMARY KEY, name text, user_id text, account_id int, created_at timestamptz, size int);
  INSERT INTO plans VALUES ('pro', 5, 100);
  INSERT INTO accounts VALUES (1, 'Acme', 'pro', 'DE', '2026-06-01Z');
  INSERT INTO users VALUES ('ana', 'ana@acme.test', 'Ana', '2026-06-01Z');
  INSERT INTO memberships VALUES ('ana', 1, 'owner', '2026-06-01Z');
  INSERT INTO audit_log (name, user_id, account_id, created_at, size) VALUES ('Report Built', 'ana', 1, '2026-06-02Z', 3);
`

describe.skipIf(findPostgres() === null)(`sync${findPostgres() === null ? ` (${NO_POSTGRES})` : ''}`, () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)
  afterAll(() => cluster.stop())

  it('the configuration and the commands of the guide do what it says, without a server and beside one that reads by itself', async () => {
    const url = await cluster.database('app')
    await query(url, APP)
    const cwd = tempFolder()
    const guide = readFileSync(join(ROOT, 'docs', 'guide', 'postgres.md'), 'utf8')
    writeFileSync(join(cwd, 'telltale.config.ts'), /```ts\n([\s\S]*?)```/.exec(guide)![1]!)
    const commands = guide
      .split('\n')
      .flatMap((line) => /^(?:[A-Z_]+=\S+ )?npx telltale (sync .*)$/.exec(line)?.[1] ?? [])
    expect(commands).toEqual(['sync postgres --preview', 'sync postgres', 'sync status'])
    const run = (command: string, env: Record<string, string> = { APP_DATABASE_URL: url }) =>
      runCommand(command.split(' '), { cwd, env })

    const unset = await run('sync postgres', {})
    expect([unset.code, unset.err]).toEqual([2, expect.stringContaining('APP_DATABASE_URL is not set')])
    const preview = await run('sync postgres --preview')
    expect(preview.err).toBe('')
    expect(preview.out).toContain('  created_at  timestamp with time zone → since and property created_at')
    expect(preview.out).toContain(
      '    {"type":"group","groupId":"1","traits":{"country":"DE","created_at":"2026-06-01T00:00:00.000Z"}',
    )
    expect((await run('sync status')).out).toBe(
      'postgres: read every 60 minutes by a server, from APP_DATABASE_URL\n  never read yet',
    )
    expect((await run('sync postgres')).out.split('\n')).toEqual([
      'target                   rows  new  changed  ended  refused',
      'accounts (history)          1    1        0      0        0',
      'people (history)            1    1        0      0        0',
      'memberships (history)       1    1        0      0        0',
      'entitlements (history)      1    1        0      0        0',
      'subscriptions (history)     0    0        0      0        0',
      'tickets (history)           0    0        0      0        0',
      'events (history)            1    1        0      0        0',
    ])
    expect((await run('accounts --json')).out).toContain('"Acme"')

    await query(
      url,
      `UPDATE accounts SET plan = 'pro', name = 'Acme Ltd'; INSERT INTO tickets VALUES (1, 'ana', 1, '2026-06-03Z', NULL, 'low')`,
    )
    await startServer(cwd, { APP_DATABASE_URL: url })
    for (let last = null; last === null; ) {
      const { data } = JSON.parse((await run('sync status --json', {})).out)
      const targets: { target: string; new: number; changed: number }[] = data[0].last?.targets ?? []
      last = targets.some((one) => one.target === 'tickets' && one.new === 1) ? targets : null
    }
    await query(url, 'DROP TABLE tickets')
    const failed = await run('sync postgres', {
      APP_DATABASE_URL: 'postgresql://elsewhere.invalid/app',
      TELLTALE_API_KEY: await adminKey(cwd),
    })
    expect([failed.code, failed.err]).toEqual([
      2,
      expect.stringContaining(
        'The query of tickets was refused, and nothing was taken from it: relation "tickets" does not exist',
      ),
    ])
    const status = await run('sync status', {})
    expect([status.code, status.out.split('\n')[1]]).toEqual([
      1,
      expect.stringMatching(/^ {2}failed at 2026-06-15T12:00:00.000Z: The query of tickets/),
    ])
  }, 60_000)
})

async function adminKey(cwd: string): Promise<string> {
  return JSON.parse((await runCommand(['keys', 'create', '--scope', 'admin', '--json'], { cwd })).out).secret
}
