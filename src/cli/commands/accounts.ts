import type { AccountPage, AccountRow } from '../../contract/accounts.ts'
import { phraseExcluded } from '../../contract/phrase-metric.ts'
import { formatMoney } from '../../core/currency.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { type Column, renderTable } from '../render/render-table.ts'

export const accountsCommand: CommandSpec = {
  usage: 'accounts',
  summary: 'List accounts as of the last closed day, those with open signals first.',
  options: [
    { flags: '--signal <name>', description: 'only those with this signal open' },
    { flags: '--search <text>', description: 'part of the name or key' },
    {
      flags: '--sort <column>',
      description: 'name, members, active, tenure, mrr, lastActive, alerts, events',
      default: 'alerts',
    },
    { flags: '--limit <n>', description: 'how many', default: '50' },
  ],
  examples: ['npx telltale accounts', 'npx telltale accounts --signal goingQuiet --json'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      const query = {
        signal: textOption(invocation, 'signal'),
        q: textOption(invocation, 'search'),
        sort: textOption(invocation, 'sort'),
        limit: textOption(invocation, 'limit'),
      }
      const page = await connection.get<AccountPage>(`/accounts${queryOf(query)}`)
      invocation.io.out(invocation.json ? JSON.stringify(page) : renderAccounts(page))
      return 0
    } finally {
      await connection.close()
    }
  },
}

/** Only where the configuration has bands. */
const BANDS: Column<AccountRow> = {
  head: 'bands',
  cell: (row) => row.bands.map(({ score, band }) => `${score} ${band ?? 'unknown'}`).join(', '),
}

function renderAccounts(page: AccountPage): string {
  const table = renderTable<AccountRow>(
    [
      { head: 'account', cell: (row) => row.key },
      { head: 'name', cell: (row) => (row.name === row.key ? '' : row.name) },
      { head: 'plan', cell: (row) => row.plan ?? '–' },
      {
        head: 'active/members',
        cell: (row) => (row.members === 0 ? '–' : `${row.activeMembers28}/${row.members}`),
        number: true,
      },
      {
        head: 'MRR',
        cell: (row) => (row.mrr === null ? '–' : formatMoney(row.mrr)),
        number: true,
      },
      ...(page.data.some(({ bands }) => bands.length > 0) ? [BANDS] : []),
      { head: 'last active', cell: (row) => row.lastActiveDay ?? 'never' },
      {
        head: 'signals',
        cell: (row) => row.openSignals.map((signal) => `${signal.key} (since ${signal.sinceDay})`).join(', '),
      },
    ],
    page.data,
  )
  return `${table}\n\n${page.data.length} of ${page.total} accounts, as of the close of ${page.summary.asOf ?? 'no day yet'}. ${phraseExcluded(page.excluded, page.excludedAccounts)}`
}
