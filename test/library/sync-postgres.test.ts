import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { defineConfig, event, type PostgresOptions, postgres } from '../../src/index.ts'
import { openTelltale, type Telltale } from '../../src/open-telltale.ts'
import { type Cluster, findPostgres, NO_POSTGRES, query, startCluster } from '../postgres-cluster.ts'

const SCHEMA = `
  CREATE TABLE accounts (id int PRIMARY KEY, name text, plan text, country text, created_at timestamptz);
  CREATE TABLE users (id uuid PRIMARY KEY, email text, prefs jsonb, created_at timestamp);
  CREATE TABLE memberships (user_id uuid, account_id int, role text, joined date, PRIMARY KEY (user_id, account_id));
  CREATE TABLE subscriptions (id text PRIMARY KEY, account_id int, plan text, price numeric(10,2), started timestamptz, ends timestamptz);
  CREATE TABLE limits (account_id int PRIMARY KEY, seats int, storage bigint);
  CREATE TABLE audit (id bigserial PRIMARY KEY, name text, user_id uuid, account_id int, at timestamptz, size int);
  CREATE TABLE tickets (id int PRIMARY KEY, user_id uuid, account_id int, opened timestamptz, closed timestamptz, severity text);
  INSERT INTO accounts VALUES (1, 'Acme', 'free', 'DE', '2026-01-10 10:00+01'), (2, 'Bolt', 'pro', NULL, '2026-02-01 00:00Z');
  INSERT INTO users VALUES ('aaaaaaaa-0000-0000-0000-000000000001', 'ana@acme.test', '{"theme":"dark"}', '2026-01-10 09:00'),
    ('aaaaaaaa-0000-0000-0000-000000000002', 'ben@acme.test', NULL, '2026-01-12 09:00');
  INSERT INTO memberships VALUES ('aaaaaaaa-0000-0000-0000-000000000001', 1, 'owner', '2026-01-10'),
    ('aaaaaaaa-0000-0000-0000-000000000002', 1, 'user', '2026-01-12');
  INSERT INTO subscriptions VALUES ('s1', 2, 'pro', 49.90, '2026-02-01 00:00Z', NULL), ('s2', 1, 'pro', 20, '2026-01-15 00:00Z', '2026-02-15 00:00Z');
  INSERT INTO limits VALUES (1, 5, 9007199254740993);
  INSERT INTO audit (name, user_id, account_id, at, size) VALUES
    ('Report Built', 'aaaaaaaa-0000-0000-0000-000000000001', 1, '2026-03-01 10:00Z', 3), ('Report Built', 'aaaaaaaa-0000-0000-0000-000000000002', 1, '2026-03-02 10:00Z', 4);
  INSERT INTO tickets VALUES (7, 'aaaaaaaa-0000-0000-0000-000000000001', 1, '2026-03-03 08:00Z', NULL, 'high');
`
const ANA = 'aaaaaaaa-0000-0000-0000-000000000001'
const BEN = 'aaaaaaaa-0000-0000-0000-000000000002'

const TARGETS: PostgresOptions = {
  accounts: { sql: 'SELECT * FROM accounts', account: 'id', since: 'created_at', fixed: ['country'] },
  people: { sql: 'SELECT * FROM users', person: 'id', since: 'created_at' },
  memberships: {
    sql: 'SELECT * FROM memberships',
    person: 'user_id',
    account: 'account_id',
    role: 'role',
    since: 'joined',
  },
  entitlements: {
    sql: 'SELECT account_id, seats AS seat_limit, storage AS storage_limit FROM limits;',
    account: 'account_id',
  },
  subscriptions: {
    sql: 'SELECT * FROM subscriptions',
    ...{ id: 'id', account: 'account_id', plan: 'plan', amount: 'price', unit: 'major', currency: '=EUR' },
    ...{ since: 'started', until: 'ends' },
  },
  tickets: {
    sql: 'SELECT * FROM tickets',
    id: 'id',
    person: 'user_id',
    account: 'account_id',
    opened: 'opened',
    closed: 'closed',
  },
  events: {
    sql: 'SELECT * FROM audit',
    id: 'id',
    event: 'name',
    person: 'user_id',
    account: 'account_id',
    at: 'at',
    cursor: 'id',
  },
}
/** The ticket of before, as it is and as it never was. */
const TWICE_ANEW = `SELECT * FROM tickets UNION ALL SELECT id, user_id, account_id, opened, closed, 'low' FROM tickets`
const ALL = ['accounts', 'people', 'memberships', 'entitlements', 'subscriptions', 'tickets', 'events'] as const

const MISSING = findPostgres() === null

describe.skipIf(MISSING)(`PostgreSQL${MISSING ? ` (${NO_POSTGRES})` : ''}`, { timeout: 60_000 }, () => {
  let cluster: Cluster
  let url = ''
  let n = 0
  const time = { now: Date.parse('2026-03-10T12:00:00Z') }

  beforeAll(async () => {
    cluster = await startCluster()
  }, 60_000)
  afterAll(() => cluster.stop())
  beforeEach(async () => {
    url = await cluster.database(`app${++n}`)
    await query(url, SCHEMA)
    time.now = Date.parse('2026-03-10T12:00:00Z')
  })

  type Opened = { readonly telltale: Telltale; readonly dataDir: string; readonly sync: () => Promise<string[]> }
  async function open(targets: PostgresOptions = TARGETS, dataDir = folder()): Promise<Opened> {
    const telltale = await openTelltale({
      dataDir,
      config: defineConfig({
        events: {
          report: event('Report Built', { kind: 'core' }),
          ticket: event('Ticket Opened', { kind: 'support' }),
        },
        sources: { postgres: postgres(targets) },
      }),
      clock: { now: () => time.now },
      env: { TELLTALE_POSTGRES_URL: url },
      threads: 1,
    })
    onTestFinished(() => telltale.close())
    return { telltale, dataDir, sync: async () => (await telltale.syncPostgres()).targets.map(tellCounts) }
  }

  function folder(): string {
    const dir = mkdtempSync(join(tmpdir(), 'telltale-sync-'))
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
    return dir
  }

  const tellCounts = (one: Awaited<ReturnType<Telltale['syncPostgres']>>['targets'][number]): string =>
    `${one.target}${one.history ? ' (history)' : ''} ${one.rows}: ${one.new} new, ${one.changed} changed, ${one.ended} ended, ${one.refused} refused`

  const page = async ({ telltale }: Opened, key: string) => {
    const detail = (await telltale.account(key))!
    return {
      name: detail.name,
      plan: detail.header.plan,
      created: detail.header.createdDay,
      mrr: detail.header.mrr,
      members: detail.members.map(({ person, role }) => `${person.at(-1)} ${role}`).sort(),
      traits: Object.fromEntries(detail.traits.map((trait) => [trait.key, trait.value])),
      events: detail.recentEvents.map(({ name, ts }) => `${ts.slice(0, 10)} ${name}`).sort(),
    }
  }
  const traitsOfAcme = { country: 'DE', created_at: '2026-01-10T09:00:00.000Z', seat_limit: 5 }

  it('what is in the tables is on the page of the account, and reading again adds nothing', async () => {
    const opened = await open()
    const preview = await opened.telltale.previewPostgres()
    expect(preview.targets.map(({ target, history, sample }) => [target, history, sample.length])).toEqual([
      ['accounts', true, 4],
      ['people', true, 4],
      ['memberships', true, 2],
      ['entitlements', true, 1],
      ['subscriptions', true, 3],
      ['tickets', true, 1],
      ['events', true, 2],
    ])
    expect(preview.targets[0]!.columns).toEqual([
      { name: 'id', type: 'integer', becomes: 'account' },
      { name: 'name', type: 'text', becomes: 'property name' },
      { name: 'plan', type: 'text', becomes: 'property plan' },
      { name: 'country', type: 'text', becomes: 'property country' },
      { name: 'created_at', type: 'timestamp with time zone', becomes: 'since and property created_at' },
    ])
    expect(readdirSync(opened.dataDir).filter((name) => name.includes('postgres'))).toEqual([])
    expect((await opened.telltale.status()).counts.accounts).toBe(0)

    expect(await opened.sync()).toEqual([
      'accounts (history) 2: 2 new, 0 changed, 0 ended, 0 refused',
      'people (history) 2: 2 new, 0 changed, 0 ended, 0 refused',
      'memberships (history) 2: 2 new, 0 changed, 0 ended, 0 refused',
      'entitlements (history) 1: 1 new, 0 changed, 0 ended, 0 refused',
      'subscriptions (history) 2: 2 new, 0 changed, 0 ended, 0 refused',
      'tickets (history) 1: 1 new, 0 changed, 0 ended, 0 refused',
      'events (history) 2: 2 new, 0 changed, 0 ended, 0 refused',
    ])
    time.now = Date.parse('2026-03-11T12:00:00Z')
    await opened.telltale.advance()
    expect(await page(opened, '1')).toEqual({
      name: 'Acme',
      plan: 'free',
      created: '2026-01-10',
      mrr: null,
      members: ['1 owner', '2 user'],
      traits: expect.objectContaining({ ...traitsOfAcme, storage_limit: '9007199254740993' }),
      events: ['2026-03-01 Report Built', '2026-03-02 Report Built', '2026-03-03 Ticket Opened'],
    })
    expect((await page(opened, '2')).mrr).toEqual({ minor: 4990, currency: 'EUR' })
    expect(await opened.sync()).toEqual([
      ...['accounts 2', 'people 2', 'memberships 2', 'entitlements 1', 'subscriptions 2', 'tickets 1', 'events 2'].map(
        (name) => `${name}: 0 new, 0 changed, 0 ended, 0 refused`,
      ),
    ])
    expect((await opened.telltale.status()).counts).toMatchObject({ events: 3, accounts: 2, persons: 2 })
  })

  it('a change is told with the day on which it was seen: what was before stays in the history of the account', async () => {
    const opened = await open()
    await opened.sync()
    time.now = Date.parse('2026-03-12T12:00:00Z')
    await opened.telltale.advance()
    await query(
      url,
      `UPDATE accounts SET plan = 'pro' WHERE id = 1;
       DELETE FROM memberships WHERE user_id = '${BEN}'; UPDATE memberships SET role = 'admin' WHERE user_id = '${ANA}';
       DELETE FROM limits; UPDATE subscriptions SET price = 99.90 WHERE id = 's1';
       INSERT INTO audit (name, user_id, account_id, at) VALUES ('Report Built', '${ANA}', 1, '2026-03-12 11:00Z');
       UPDATE tickets SET closed = '2026-03-12 09:00Z'`,
    )
    expect(await opened.sync()).toEqual([
      'accounts 2: 0 new, 1 changed, 0 ended, 0 refused',
      'people 2: 0 new, 0 changed, 0 ended, 0 refused',
      'memberships 1: 0 new, 1 changed, 1 ended, 0 refused',
      'entitlements 0: 0 new, 0 changed, 1 ended, 0 refused',
      'subscriptions 2: 0 new, 1 changed, 0 ended, 0 refused',
      'tickets 1: 0 new, 1 changed, 0 ended, 0 refused',
      'events 3: 1 new, 0 changed, 0 ended, 0 refused',
    ])
    time.now = Date.parse('2026-03-13T12:00:00Z')
    await opened.telltale.advance()
    const now = await page(opened, '1')
    expect(now).toMatchObject({
      plan: 'pro',
      members: ['1 admin'],
      traits: expect.not.objectContaining({ seat_limit: expect.anything() }),
    })
    expect(now.events.slice(-2)).toEqual(['2026-03-12 Report Built', '2026-03-12 Ticket Closed'])
    expect((await page(opened, '2')).mrr).toEqual({ minor: 9990, currency: 'EUR' })
    const before = (await opened.telltale.account('1', { asOf: '2026-03-11' }))!
    expect([before.header.plan, before.members.length]).toEqual(['free', 2])
    const paid = (await opened.telltale.account('2', { asOf: '2026-03-11' }))!
    expect(paid.header.mrr).toEqual({ minor: 4990, currency: 'EUR' })
    time.now = Date.parse('2026-04-03T12:00:00Z')
    const { rows, movements, warnings } = await opened.telltale.analyze('revenue', {
      from: '2026-03-01',
      to: '2026-03-31',
    })
    expect([rows[0]!.start, rows[0]!.expansion, rows[0]!.end, warnings]).toEqual([4990, 5000, 9990, []])
    expect(movements).toEqual([{ account: '2', period: '2026-03-01', category: 'expansion', change: 5000 }])
  })

  it('a database that goes away in the middle leaves nothing of the snapshot behind; the next reading takes all of it', async () => {
    const slow = { ...TARGETS, people: { sql: 'SELECT users.* FROM users, pg_sleep(30)', person: 'id' } }
    const opened = await open(slow)
    const reading = opened.telltale.syncPostgres().catch((error: unknown) => error)
    await killReader()
    const failed = await reading
    expect(String(failed)).toContain('PostgreSQL could not be read: ')
    expect((await opened.telltale.status()).counts).toMatchObject({ events: 0, accounts: 0 })
    await opened.telltale.close()

    const again = await open(TARGETS, opened.dataDir)
    expect((await again.sync())[0]).toBe('accounts (history) 2: 2 new, 0 changed, 0 ended, 0 refused')
    expect((await again.telltale.status()).counts).toMatchObject({ events: 3, accounts: 2, persons: 2 })
  })

  it('events are kept as far as they were read, and the next reading goes on behind them without telling one twice', async () => {
    await query(
      url,
      `INSERT INTO audit (name, user_id, account_id, at) SELECT 'Report Built', '${ANA}', 1, '2026-03-04 00:00Z'::timestamptz + i * interval '1 second'
       FROM generate_series(1, 12000) i; CREATE TABLE gate (n int); INSERT INTO gate VALUES (0);
       CREATE FUNCTION slowly(id bigint) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$ BEGIN IF id > 7000 AND (SELECT n FROM gate) = 0 THEN PERFORM pg_sleep(30); END IF; RETURN id; END $$`,
    )
    const { events, ...rest } = TARGETS
    const stuck = {
      ...rest,
      events: { ...events!, sql: 'SELECT slowly(id) AS number, audit.* FROM audit ORDER BY id' },
    }
    const opened = await open(stuck)
    const reading = opened.telltale.syncPostgres().catch((error: unknown) => error)
    await killReader()
    expect(await reading).toMatchObject({ code: 'source_unreachable' })
    await query(url, 'UPDATE gate SET n = 1')
    const answer = (await opened.sync()).at(-1)
    expect(answer).toMatch(/^events \(history\) \d+: \d+ new/)
    expect(Number(/(\d+) new/.exec(answer!)![1])).toBeLessThan(12_002)
    expect((await opened.telltale.status()).counts.events).toBe(12_003)
  })

  /** Ends the connection that is reading, once it waits. */
  async function killReader(): Promise<void> {
    for (let attempt = 0; attempt < 400; attempt++) {
      const killed = await query(
        url,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'telltale' AND wait_event = 'PgSleep'`,
      )
      if (killed.length > 0) return
      await setTimeout(25)
    }
    throw new Error('nobody was reading')
  }

  it('a column that is gone, one that never was, a key that two rows have, a query that writes: each is refused, and nothing is taken', async () => {
    const opened = await open()
    await opened.sync()
    const before = (await opened.telltale.status()).applied
    const refusal = async (statements: string, targets?: PostgresOptions): Promise<[string, string]> => {
      await query(url, statements)
      const asked = targets === undefined ? opened : await reopened(targets)
      const error = (await asked.telltale.syncPostgres().catch((thrown: unknown) => thrown)) as {
        code: string
        message: string
      }
      return [error.code, error.message]
    }
    let last = opened
    const reopened = async (targets: PostgresOptions): Promise<Opened> => {
      await last.telltale.close()
      last = await open(targets, opened.dataDir)
      return last
    }
    expect(await refusal('ALTER TABLE accounts DROP COLUMN plan')).toEqual([
      'source_column_gone',
      'The query of accounts gave plan before and gives it no more; nothing was taken from it. If that is meant, change the query: name the columns that it shall give.',
    ])
    await query(url, 'ALTER TABLE accounts ADD COLUMN plan text')
    const { people, ...rest } = TARGETS
    expect(await refusal('', { ...rest, people: { ...people!, since: 'born' } })).toEqual([
      'source_column',
      'The query of people gives no column born. It gives: id, email, prefs, created_at. Nothing was taken from it.',
    ])
    const joined = 'SELECT u.* FROM users u, accounts'
    expect(await refusal('', { ...rest, people: { sql: joined, person: 'id' } })).toEqual([
      'source_key_twice',
      `The query of people gives two rows for ${ANA}; nothing was taken from it. Give one row for each.`,
    ])
    const same = 'SELECT * FROM users UNION ALL SELECT * FROM users'
    expect((await refusal('', { ...rest, people: { sql: same, person: 'id' } }))[0]).toBe('source_key_twice')
    expect((await refusal('', { ...rest, tickets: { ...TARGETS.tickets!, sql: TWICE_ANEW } }))[0]).toBe(
      'source_key_twice',
    )
    const writes = 'WITH gone AS (DELETE FROM users RETURNING *) SELECT * FROM gone'
    expect((await refusal('', { ...rest, people: { sql: writes, person: 'id' } }))[0]).toBe('source_failed')
    const calls = `SELECT * FROM users, setval('audit_id_seq', 900)`
    expect((await refusal('', { ...rest, people: { sql: calls, person: 'id' } }))[1]).toContain('read-only transaction')
    const two = 'SELECT * FROM users) x; DELETE FROM users; SELECT * FROM (SELECT 1'
    expect((await refusal('', { ...rest, people: { sql: two, person: 'id' } }))[0]).toBe('source_failed')
    expect(await query(url, 'SELECT count(*)::int AS n FROM users')).toEqual([{ n: 2 }])
    expect((await last.telltale.status()).applied).toEqual(before)
  })

  it('a column that is gone on purpose: the query names what it gives, and its property stays as it was last', async () => {
    const opened = await open()
    await opened.sync()
    await query(url, `ALTER TABLE accounts DROP COLUMN plan; UPDATE accounts SET name = 'Acme AG' WHERE id = 1`)
    await expect(opened.sync()).rejects.toMatchObject({ code: 'source_column_gone' })
    await opened.telltale.close()
    const sql = 'SELECT id, name, country, created_at FROM accounts'
    const again = await open({ ...TARGETS, accounts: { ...TARGETS.accounts!, sql } }, opened.dataDir)
    expect((await again.sync())[0]).toMatch(/^accounts 2: 0 new, \d changed, 0 ended, 0 refused$/)
    time.now = Date.parse('2026-03-11T12:00:00Z')
    await again.telltale.advance()
    expect(await page(again, '1')).toMatchObject({ name: 'Acme AG', plan: 'free' })
  })

  it('a cursor that went back is another database until one says otherwise: refused, and with restart read again and counted once', async () => {
    const opened = await open()
    await opened.sync()
    await query(url, 'DELETE FROM audit WHERE id = 2')
    const refused = await opened.telltale.syncPostgres().catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'source_went_back' })
    expect((refused as Error).message).toMatch(/^The greatest id of events is 1, but 2 was read before: /)
    const { targets } = await opened.telltale.syncPostgres({ restart: true })
    expect(targets.map(tellCounts).at(-1)).toBe('events (history) 1: 1 new, 0 changed, 0 ended, 0 refused')
    expect((await opened.telltale.status()).counts).toMatchObject({ events: 3, accounts: 2 })
  })

  it('rows that cannot be told are in the quarantine with their text; the others are taken', async () => {
    await query(
      url,
      `INSERT INTO tickets VALUES (8, NULL, 1, '2026-03-04 08:00Z', NULL, 'low'), (9, '${ANA}', 1, NULL, NULL, 'low')`,
    )
    const opened = await open()
    expect((await opened.sync())[5]).toBe('tickets (history) 3: 2 new, 0 changed, 0 ended, 1 refused')
    const { data } = await opened.telltale.quarantine()
    expect(data.map(({ reason, detail }) => [reason, detail]).sort()).toEqual([
      ['bad_row', 'tickets: opened is no time: null'],
      ['missing_id', '{}'],
    ])
  })

  it('without its address nothing is read; the address stands in no file of the data folder and in no error', async () => {
    const secret = url.replace('app@', 'app:hunter2-secret@')
    const telltale = await openTelltale({
      dataDir: folder(),
      config: defineConfig({ events: {}, sources: { postgres: postgres(TARGETS) } }),
      clock: { now: () => time.now },
      env: {},
    })
    await expect(telltale.syncPostgres()).rejects.toMatchObject({ code: 'source_unset' })
    await telltale.close()

    const dataDir = folder()
    const wrong = await openTelltale({
      dataDir,
      config: defineConfig({ events: {}, sources: { postgres: postgres(TARGETS) } }),
      clock: { now: () => time.now },
      env: { TELLTALE_POSTGRES_URL: secret.replace(/\/app\d+$/, '/nowhere') },
    })
    const error = await wrong.syncPostgres().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'source_unreachable' })
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('hunter2')
    await wrong.close()
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    const texts = files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    expect(texts.filter((text) => text.includes('hunter2'))).toEqual([])
  })

  it('every target is read', () => {
    expect(Object.keys(TARGETS)).toEqual([...ALL])
  })
})
