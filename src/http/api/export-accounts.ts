import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { z } from 'zod'
import type { AccountExportQuery, AccountRow } from '../../contract/accounts.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import { csvCell } from '../../contract/csv-cell.ts'
import { leadScore } from '../../contract/lead-score.ts'
import { PAGE_LIMIT_MAX } from '../../contract/page.ts'
import type { BandStanding } from '../../contract/scores.ts'

const COLUMNS: readonly { readonly head: string; readonly cell: (row: AccountRow) => string | number | null }[] = [
  { head: 'account', cell: (row) => row.key },
  { head: 'name', cell: (row) => row.name },
  { head: 'plan', cell: (row) => row.plan },
  { head: 'members', cell: (row) => row.members },
  { head: 'seats', cell: (row) => row.seats },
  { head: 'active_members_28d', cell: (row) => row.activeMembers28 },
  { head: 'tenure_days', cell: (row) => row.tenureDays },
  { head: 'mrr_minor', cell: (row) => row.mrr?.minor ?? null },
  { head: 'currency', cell: (row) => row.mrr?.currency ?? null },
  { head: 'assignee', cell: (row) => row.assignee },
  { head: 'health', cell: (row) => leadOf(row)?.band ?? null },
  { head: 'health_points', cell: (row) => leadOf(row)?.value ?? null },
  { head: 'open_alerts', cell: (row) => row.openSignals.map((open) => open.title).join('; ') },
  { head: 'last_active_day', cell: (row) => row.lastActiveDay },
]

/** How it is, by the score that speaks for it. */
function leadOf({ bands }: AccountRow): BandStanding | undefined {
  const lead = leadScore(bands.map(({ score }) => score))
  return bands.find(({ score }) => score === lead)
}

/** Streams the filtered list page by page, so that a large one is never held whole. */
export function exportAccounts(
  deps: ApiDeps,
  query: z.infer<typeof AccountExportQuery>,
  reply: FastifyReply,
): FastifyReply {
  return reply
    .header('content-type', 'text/csv; charset=utf-8')
    .header('content-disposition', 'attachment; filename="accounts.csv"')
    .send(Readable.from(csvLines(deps, query)))
}

async function* csvLines(deps: ApiDeps, query: z.infer<typeof AccountExportQuery>): AsyncGenerator<string> {
  yield `${COLUMNS.map((column) => column.head).join(',')}\r\n`
  let cursor: string | undefined
  do {
    const page = await deps.listAccounts({
      ...query,
      limit: PAGE_LIMIT_MAX,
      ...(cursor === undefined ? {} : { cursor }),
    })
    if (page.data.length > 0) yield page.data.map(csvLine).join('')
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}

function csvLine(row: AccountRow): string {
  return `${COLUMNS.map((column) => csvCell(column.cell(row))).join(',')}\r\n`
}
