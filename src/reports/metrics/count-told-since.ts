import type { RestatedBy } from '../../contract/restatements.ts'
import { type Day, type Millis, makeZone } from '../../core/time.ts'
import { MOVE } from '../../store/analytic/attribution-move.ts'
import { type Sql, sql } from '../../store/sql.ts'
import type { ReportSource } from '../question/report-source.ts'

/** Of days up to `to`, told in the server's own log behind a position. */
export type ToldAsked = { readonly log: string; readonly behind: number; readonly to: Day }

type Told = Exclude<RestatedBy['what'], 'config' | 'import'>

/** How much was told since that numbers of days before may rest on, by kind; what did not happen is left out. */
export async function countToldSince(source: ReportSource, asked: ToldAsked): Promise<readonly RestatedBy[]> {
  const { store, model } = source
  const end = makeZone(model.product.timezone).startOf(asked.to + 1)
  const parts = partsOf(asked, end)
  const found: RestatedBy[] = []
  for (const [what, statement] of parts) {
    for await (const block of store.report({ statement })) {
      const count = block.numbers(0)[0]!
      if (count > 0) found.push({ what, count: what === 'forget' ? null : count, names: [] })
    }
  }
  return found
}

function partsOf({ log, behind, to }: ToldAsked, end: Millis): readonly (readonly [Told, Sql])[] {
  const since = sql`n > ${behind} AND log = (SELECT id FROM log_key WHERE key = ${log})`
  const control = (kind: string): Sql => sql`
    -- records of one kind since
    SELECT count(*)::DOUBLE FROM control WHERE ${since} AND record LIKE ${`%"${kind}"%`}
  `
  return [
    ['merge', control('account_merged')],
    ['split', control('account_split')],
    ['forget', control('forgotten')],
    [
      'exclusion',
      sql`
        -- messages by which somebody is left out or counts again, since
        SELECT count(DISTINCT n)::DOUBLE FROM move
        WHERE ${since} AND keyless_only & ${MOVE.person | MOVE.account} <> 0
      `,
    ],
    [
      'late_events',
      sql`
        -- events of days before, since
        SELECT count(*)::DOUBLE FROM event WHERE ${since} AND day <= ${to}
      `,
    ],
    [
      'late_terms',
      sql`
        -- terms of before, since
        SELECT count(*)::DOUBLE FROM subscription WHERE ${since} AND from_ts < ${end}
      `,
    ],
    [
      'late_members',
      sql`
        -- memberships of before, since
        SELECT count(*)::DOUBLE FROM membership WHERE ${since} AND from_ts < ${end}
      `,
    ],
    [
      'joined_people',
      sql`
        -- ids that were joined, since
        SELECT count(*)::DOUBLE FROM link WHERE ${since}
      `,
    ],
  ]
}
