import { resolve } from 'node:path'
import type { AccountDetail } from '../../contract/account.ts'
import type { AccountPage, AccountRow } from '../../contract/accounts.ts'
import type { SourceList, UnmatchedList } from '../../contract/sources.ts'
import { TelltaleError } from '../../core/errors.ts'
import { type CommandSpec, flagOption, type Invocation, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import type { Connection } from '../connection.ts'
import { compareSheet } from '../reconcile/compare-sheet.ts'
import { explainMissing, explainValue } from '../reconcile/explain-difference.ts'
import { readSheet } from '../reconcile/read-sheet.ts'
import type { Comparison, Difference, Standing } from '../reconcile/sheet.ts'
import { renderReconcile } from '../render/render-reconcile.ts'

export const reconcileCommand: CommandSpec = {
  usage: 'reconcile <file>',
  summary:
    'Hold a sheet (CSV) of accounts and what they pay against Telltale: which accounts differ, in what, and why. Ends with 1 where any does.',
  options: [
    {
      flags: '--account <column>',
      description: 'the account, by key or name; default: what is called account, company, customer …',
    },
    { flags: '--mrr <column>', description: 'money a month; default: the column mrr' },
    {
      flags: '--status <column>',
      description: 'whether it pays (active, churned, free …); default: the column status',
    },
    { flags: '--plan <column>', description: 'its plan; default: the column plan' },
    { flags: '--seats <column>', description: 'its seats; default: the column seats' },
    { flags: '--currency <column>', description: 'of the money; default: the column currency, else that of Telltale' },
    { flags: '--minor', description: 'money of the sheet is in cents' },
    {
      flags: '--as-of <day>',
      description: 'a day that is closed; default: the last. Each account is worked out as of it',
    },
  ],
  examples: [
    'npx telltale reconcile customers.csv',
    'npx telltale reconcile march.csv --mrr Amount --as-of 2026-03-31 --json',
  ],
  run: async (invocation) => {
    const { io, json, args } = invocation
    const column = (name: string) => textOption(invocation, name)
    const sheet = await readSheet(resolve(io.cwd, args[0]!), {
      ...{ account: column('account'), currency: column('currency'), mrr: column('mrr') },
      ...{ status: column('status'), plan: column('plan'), seats: column('seats') },
    })
    const connection = await connect(invocation)
    try {
      const { asOf, standings } = await readStandings(invocation, connection)
      const compared = compareSheet(sheet, { asOf, standings, minor: flagOption(invocation, 'minor') })
      const explained = await explainAll(connection, compared)
      io.out(json ? JSON.stringify(explained) : renderReconcile(explained))
      return explained.differences.length === 0 ? 0 : 1
    } finally {
      await connection.close()
    }
  },
}

type Standings = { readonly asOf: string; readonly standings: readonly Standing[] }

const PAGE = 1_000

/** All accounts at the last closed day; as of another each is asked for by itself. */
async function readStandings(invocation: Invocation, connection: Connection): Promise<Standings> {
  const rows: AccountRow[] = []
  let asOf = ''
  for (;;) {
    const page = await connection.get<AccountPage>(
      `/accounts${queryOf({ limit: PAGE, sort: 'name', order: 'asc', offset: rows.length })}`,
    )
    rows.push(...page.data)
    asOf = page.summary.asOf ?? 'no day yet'
    if (page.data.length < PAGE) break
  }
  const day = textOption(invocation, 'asOf')
  if (day === null || day === asOf) return { asOf, standings: rows }
  const standings: Standing[] = []
  for (const { key } of rows) {
    invocation.io.rewriteLine?.(`${standings.length} of ${rows.length} accounts as of ${day}`)
    const detail = await connection.get<AccountDetail>(`/accounts/${encodeURIComponent(key)}${queryOf({ asOf: day })}`)
    const { mrr, plan, seats } = detail.header
    standings.push({ key, name: detail.name, mrr, plan, seats })
  }
  return { asOf: day, standings }
}

async function explainAll(connection: Connection, compared: Comparison): Promise<Comparison> {
  const missing = compared.differences.some(({ kind }) => kind === 'missing_here')
  const unmatched = missing ? await readUnmatched(connection) : []
  const details = new Map<string, AccountDetail | null>()
  const detailOf = async ({ account }: Difference) => {
    const known = details.get(account)
    if (known !== undefined) return known
    const detail = await readDetail(connection, account, compared.asOf)
    details.set(account, detail)
    return detail
  }
  const differences: Difference[] = []
  for (const one of compared.differences) {
    if (one.why !== '') differences.push(one)
    else if (one.kind === 'missing_here')
      differences.push(explainMissing(one, { unmatched, known: (await detailOf(one)) !== null }))
    else differences.push(explainValue(one, (await detailOf(one))!))
  }
  return { ...compared, differences }
}

/** null: there is no such account. */
async function readDetail(connection: Connection, account: string, asOf: string): Promise<AccountDetail | null> {
  try {
    return await connection.get<AccountDetail>(`/accounts/${encodeURIComponent(account)}${queryOf({ asOf })}`)
  } catch (error) {
    if (error instanceof TelltaleError && error.code === 'not_found') return null
    throw error
  }
}

/** Nothing where Stripe is not read. */
async function readUnmatched(connection: Connection): Promise<UnmatchedList['data']> {
  const { data } = await connection.get<SourceList>('/sources')
  if (!data.some(({ source }) => source === 'stripe')) return []
  return (await connection.get<UnmatchedList>('/sources/stripe/unmatched')).data
}
