import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, findPostgres, NO_POSTGRES, query, startCluster } from '../postgres-cluster.ts'
import { runCommand, tempFolder } from './run-command.ts'

const NOW = Date.UTC(2026, 5, 15, 12)

/** An application like many: names with capitals, a reserved word, a password, two tables that could be the accounts. */
const APP = `
  CREATE TABLE plans (id int PRIMARY KEY, name text, seat_limit int, storage_limit int);
  CREATE TABLE organizations (
    id int PRIMARY KEY, name text, plan_id int REFERENCES plans, country text, settings jsonb, created_at timestamptz
  );
  CREATE TABLE teams (id int PRIMARY KEY, organization_id int REFERENCES organizations, name text);
  CREATE TABLE users (id text PRIMARY KEY, email text, name text, password_hash text, created_at timestamptz);
  CREATE TABLE memberships (
    user_id text REFERENCES users, organization_id int REFERENCES organizations, role text, created_at timestamptz,
    PRIMARY KEY (user_id, organization_id)
  );
  CREATE TABLE subscriptions (
    id text PRIMARY KEY, organization_id int REFERENCES organizations, price numeric, started_at timestamptz, ends_at timestamptz
  );
  CREATE TABLE audit_log (
    id bigserial PRIMARY KEY, action text, user_id text REFERENCES users, organization_id int, created_at timestamptz, "Rows" int
  );
  INSERT INTO plans VALUES (1, 'pro', 5, 100);
  INSERT INTO organizations SELECT i, 'Org ' || i, 1, 'DE', '{}', '2026-04-01Z' FROM generate_series(1, 3) AS i;
  INSERT INTO users SELECT 'u' || i, 'u' || i || '@org.test', 'User ' || i, 'hunter2', '2026-04-01Z' FROM generate_series(1, 6) AS i;
  INSERT INTO memberships SELECT 'u' || i, (i + 1) / 2, 'member', '2026-04-01Z' FROM generate_series(1, 6) AS i;
  INSERT INTO subscriptions VALUES ('s1', 1, 49.00, '2026-04-02Z', NULL);
  INSERT INTO audit_log (action, user_id, organization_id, created_at, "Rows")
    SELECT action, 'u' || i, (i + 1) / 2, timestamptz '2026-04-10 09:00Z' + d * interval '1 day' + i * interval '1 minute', d
    FROM generate_series(0, 59) AS d, generate_series(1, 6) AS i, (VALUES ('Report Built'), ('Chart Shared')) AS names (action);
`

describe.skipIf(findPostgres() === null)(
  `init --from a database${findPostgres() === null ? ` (${NO_POSTGRES})` : ''}`,
  () => {
    let cluster: Cluster
    beforeAll(async () => {
      cluster = await startCluster()
    }, 60_000)
    afterAll(() => cluster.stop())

    it('proposes queries for what the tables hold, and events and signals; the configuration runs, and reads them', async () => {
      const url = await cluster.database('app')
      await query(url, APP)
      const cwd = tempFolder()
      const env = { APP_DATABASE_URL: url }
      const run = (line: string) => runCommand(line.split(' '), { cwd, env, now: NOW })
      const made = await run('init --from env:APP_DATABASE_URL --goal retain --name Charts')
      expect([made.code, made.err]).toEqual([0, ''])
      expect(made.out).toContain('  2. APP_DATABASE_URL=… npx telltale sync postgres --preview')
      const text = readFileSync(join(cwd, 'telltale.config.ts'), 'utf8')
      const sources = text.slice(text.indexOf('  sources: {'), text.indexOf('\n  events: {'))
      expect(sources).toMatchInlineSnapshot(`
        "  sources: {
            postgres: postgres({
              url: 'APP_DATABASE_URL',
              accounts: {
                sql: 'select id, name, plan_id, country, created_at from organizations',
                account: 'id', since: 'created_at',
              },
              people: { sql: 'select id, email, name, created_at from users', person: 'id', since: 'created_at' },
              memberships: {
                sql: 'select user_id, organization_id, role, created_at from memberships',
                person: 'user_id', account: 'organization_id', role: 'role', since: 'created_at',
              },
              entitlements: {
                sql: 'select a.id, p.seat_limit, p.storage_limit from organizations a join plans p on p.id = a.plan_id',
                account: 'id',
              },
              subscriptions: {
                sql: 'select id, organization_id, price, started_at, ends_at from subscriptions',
                id: 'id', account: 'organization_id', amount: 'price', unit: 'major', currency: '=USD',
                since: 'started_at', until: 'ends_at',
              },
              events: {
                sql: 'select id, action, user_id, organization_id, created_at, "Rows" from audit_log',
                id: 'id', event: 'action', person: 'user_id', account: 'organization_id', at: 'created_at', cursor: 'id',
              },
            }),
          },
        "
      `)
      expect(text).not.toMatch(/hunter2|password_hash.*sql|postgresql:/)
      expect(text).toContain('Not read of users: password_hash.')
      expect(text).toContain("account: { key: ['context.groupId'] },")
      expect(text).toMatch(/event\('Report Built', \{ kind: 'core'/)
      expect((await run('check')).code).toBe(0)
      expect((await run('sync postgres --preview')).code).toBe(0)
      expect((await run('sync postgres')).out.split('\n').slice(1)).toEqual([
        'accounts (history)          3    3        0      0        0',
        'people (history)            6    6        0      0        0',
        'memberships (history)       6    6        0      0        0',
        'entitlements (history)      3    3        0      0        0',
        'subscriptions (history)     1    1        0      0        0',
        'events (history)          720  720        0      0        0',
      ])
      const { data } = JSON.parse((await run('accounts --sort name --json')).out)
      type Row = { key: string; name: string; members: number; mrr: unknown; activeMembers28: number }
      expect(
        data
          .map(({ key, name, members, mrr, activeMembers28 }: Row) => [key, name, members, activeMembers28, mrr])
          .toSorted(),
      ).toEqual([
        ['1', 'Org 1', 2, 2, { minor: 4_900, currency: 'USD' }],
        ['2', 'Org 2', 2, 2, null],
        ['3', 'Org 3', 2, 2, null],
      ])
    }, 120_000)

    it('asks which table holds the accounts where two could, takes another by name, and refuses what it cannot use', async () => {
      const url = await cluster.database('other')
      await query(url, APP)
      await query(await cluster.database('bare'), 'CREATE TABLE words (id int PRIMARY KEY, word text)')
      const cwd = tempFolder()
      const run = (argv: readonly string[], answers?: readonly string[]) =>
        runCommand(['init', '--force', ...argv], { cwd, now: NOW, ...(answers === undefined ? {} : { answers }) })
      const config = () => readFileSync(join(cwd, 'telltale.config.ts'), 'utf8')
      await run(['--from', url], ['Who is ready to buy?', 'teams', 'let the goal say'])
      expect(config()).toContain('select id, organization_id, name from teams')
      await run(['--from', url, '--account-table', 'organizations'])
      expect(config()).toContain('select id, name, plan_id, country, created_at from organizations')
      const refused = async (...argv: string[]) => (await run(argv)).err
      expect(await refused('--from', url, '--account-table', 'firms')).toMatch(
        /^--account-table is firms; expected a table with a key of one column: audit_log, organizations, plans, /,
      )
      expect(await refused('--from', 'env:NOWHERE')).toMatch(/^The environment variable NOWHERE is not set/)
      expect(await refused('--from', url.replace('/other', '/bare'))).toContain('it has words.')
      expect(await refused('--from', url.replace('/other', '/gone'))).toContain('database "gone" does not exist')
    }, 120_000)

    it('calls for help are not what people come for; a table of events is known by its columns, whatever comes before its name', async () => {
      const url = await cluster.database('desk')
      await query(
        url,
        `CREATE TABLE companies (id int PRIMARY KEY, name text, created_at timestamptz);
         CREATE TABLE users (id int PRIMARY KEY, company_id int REFERENCES companies, created_at timestamptz);
         CREATE TABLE support_tickets (id int PRIMARY KEY, company_id int REFERENCES companies, user_id int REFERENCES users, created_at timestamptz);
         INSERT INTO companies VALUES (1, 'Acme', '2026-04-01Z'); INSERT INTO users VALUES (1, 1, '2026-04-01Z');
         INSERT INTO support_tickets SELECT i, 1, 1, '2026-05-01Z'::timestamptz + i * interval '1 day' FROM generate_series(1, 20) AS i;`,
      )
      const cwd = tempFolder()
      const run = (line: string) => runCommand(line.split(' '), { cwd, now: NOW, env: { APP: url } })
      const config = () => readFileSync(join(cwd, 'telltale.config.ts'), 'utf8')
      const made = await run('init --from env:APP --goal retain')
      expect(made.out).toContain('No signals yet: none of these events is what people come for.')
      expect(config()).toContain("event('Ticket Opened', { kind: 'support' })")
      expect(config()).toContain('What do people come for?')
      expect((await run('check')).code).toBe(0)
      await query(
        url,
        `CREATE TABLE ahoy_events (id bigserial PRIMARY KEY, user_id int REFERENCES users, name text, time timestamptz);
         INSERT INTO ahoy_events (user_id, name, time) SELECT 1, 'Report Built', '2026-05-01Z'::timestamptz + i * interval '1 day' FROM generate_series(1, 20) AS i;`,
      )
      await run('init --force --from env:APP --goal retain')
      expect(config()).toContain("id: 'id', event: 'name', person: 'user_id', at: 'time', cursor: 'id',")
      expect(config()).toContain("event('Report Built', { kind: 'core'")
    }, 60_000)
  },
)
