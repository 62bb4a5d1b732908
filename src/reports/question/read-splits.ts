import type { Millis } from '../../core/time.ts'
import { sql } from '../../store/sql.ts'
import type { ReportSource } from './report-source.ts'

/** People of an account who became another one, with what they did from `since` on. */
export type AccountSplit = {
  readonly from: string
  readonly into: string
  readonly people: number
  readonly since: Millis
  readonly knownAt: Millis
}

/** The accounts that were split, in order. */
export async function readSplits(store: ReportSource['store']): Promise<readonly AccountSplit[]> {
  const statement = sql`
    -- accounts of which people became others, in order
    SELECT record
    FROM control
    WHERE record LIKE '%"account_split"%'
    ORDER BY seq
  `
  const found: AccountSplit[] = []
  for await (const block of store.report({ statement }))
    for (const record of block.texts(0)) found.push(...toSplit(JSON.parse(record!)))
  return found
}

type Kept = {
  readonly kind: string
  readonly from: string
  readonly into: string
  readonly persons: readonly string[]
  readonly at: Millis
  readonly receivedAt: Millis
}

/** None: the kind is only said in a name of another record. */
function toSplit({ kind, from, into, persons, at, receivedAt }: Kept): AccountSplit[] {
  if (kind !== 'account_split') return []
  return [{ from, into, people: persons.length, since: at, knownAt: receivedAt }]
}
