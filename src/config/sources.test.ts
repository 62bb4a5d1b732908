import { expect, it } from 'vitest'
import { defineConfig, type PostgresOptions, postgres } from '../index.ts'
import { checkConfig } from './check/check-config.ts'
import { compileModel } from './compile/compile-model.ts'

const problemsOf = (options: object): string[] =>
  checkConfig(defineConfig({ events: {}, sources: { postgres: postgres(options as PostgresOptions) } })).map(
    ({ path, code, message }) => `${path} ${code}: ${message}`,
  )

it('a source names its columns, its address is the name of a variable, and options that nobody reads are named', () => {
  expect(
    problemsOf({
      url: 'postgresql://app:secret@db/app',
      everyMinutes: 0,
      accounts: { sql: 'select 1', account: ' ', until: 'x' },
      events: { sql: 'select 1', id: 'id', event: '=', person: 'p', at: 'at', cursor: 'id' },
    }),
  ).toEqual([
    'sources.postgres wrong_argument: postgres.accounts() has no option "until". There are: sql, account, since, cursor, fixed.',
    'sources.postgres.url wrong_argument: sources.postgres.url is no name of an environment variable.',
    'sources.postgres.everyMinutes bad_number: sources.postgres.everyMinutes is 0.',
    'sources.postgres.accounts empty_name: sources.postgres.accounts.account names no column.',
    'sources.postgres.events empty_name: sources.postgres.events.event names no column.',
  ])
  expect(problemsOf({})).toEqual(['sources.postgres nothing_to_read: sources.postgres reads nothing.'])
  expect(problemsOf({ accounts: { account: 'id' } })[0]).toContain('wrong_shape')
})

it('sources change no answer: the model is the same without them', () => {
  const accounts = { sql: 'select * from accounts', account: 'id' }
  const [plain, reading] = [{}, { sources: { postgres: postgres({ accounts }) } }].map((more) =>
    compileModel(defineConfig({ events: {}, ...more })),
  )
  expect(reading!.model).toEqual(plain!.model)
  expect(reading!.sources).toEqual({
    stripe: null,
    postgres: { url: 'TELLTALE_POSTGRES_URL', everyMinutes: 60, targets: { accounts } },
  })
})
