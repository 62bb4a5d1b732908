import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { FLAG } from '../../store/analytic/event-flags.ts'
import { sql } from '../../store/sql.ts'
import type { ReportSource } from '../question/report-source.ts'

/** How an event name was used, over all of history and lately; but for `excluded`, without those that are excluded. */
export type NameVolumes = {
  /** Id of its fact. */
  readonly fact: number
  readonly events: number
  readonly excluded: number
  readonly withoutAccount: number
  readonly people: number
  readonly accounts: number
  readonly first: Millis
  readonly last: Millis
  readonly recent: number
  readonly before: number
}

/** Days that count as lately, and those before that they are held against. */
export const RECENT_DAYS = 28

/** Every name that came. What is recent is told from the last event of all. `people` are ids that were sent, before they are joined. */
export async function readVolumes(store: ReportSource['store']): Promise<readonly NameVolumes[]> {
  const span = RECENT_DAYS * MS_PER_DAY
  const statement = sql`
    -- how each event name was used
    WITH
      last AS (SELECT max(ts) AS ts FROM event),
      used AS (
        SELECT
          event.fact, event.ts, event.actor, event.account, flags & ${FLAG.excluded} = 0 AS counts,
          CASE WHEN event.ts > last.ts - ${span} THEN 1 WHEN event.ts > last.ts - ${span * 2} THEN 2 ELSE 3 END AS age
        FROM event
        CROSS JOIN last
      )
    SELECT
      fact,
      count(*) FILTER (counts)::DOUBLE AS events,
      count(*) FILTER (NOT counts)::DOUBLE AS excluded,
      count(*) FILTER (counts AND account = 0)::DOUBLE AS without_account,
      count(DISTINCT actor) FILTER (counts)::DOUBLE AS people,
      count(DISTINCT account) FILTER (counts AND account <> 0)::DOUBLE AS accounts,
      coalesce(min(ts) FILTER (counts), min(ts))::DOUBLE AS first,
      coalesce(max(ts) FILTER (counts), max(ts))::DOUBLE AS last,
      count(*) FILTER (counts AND age = 1)::DOUBLE AS recent,
      count(*) FILTER (counts AND age = 2)::DOUBLE AS before
    FROM used
    GROUP BY fact
  `
  const rows: NameVolumes[] = []
  for await (const block of store.report({ statement })) {
    const column = Array.from({ length: 10 }, (_, at) => block.numbers(at))
    for (let i = 0; i < block.rows; i++) {
      const [fact, events, excluded, withoutAccount, people] = column.map((values) => values[i]!)
      const [accounts, first, last, recent, before] = column.slice(5).map((values) => values[i]!)
      rows.push({
        ...{ fact: fact!, events: events!, excluded: excluded!, withoutAccount: withoutAccount!, people: people! },
        ...{ accounts: accounts!, first: first!, last: last!, recent: recent!, before: before! },
      })
    }
  }
  return rows
}
