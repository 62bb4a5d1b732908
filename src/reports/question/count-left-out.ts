import { counts } from '../../store/analytic/counting-sql.ts'
import { listOf, sql } from '../../store/sql.ts'
import { type Asking, readBlocks } from './asking.ts'
import type { EventChoice } from './choose-events.ts'
import { withinSql } from './event-relation.ts'
import type { ReportSource } from './report-source.ts'

const LEFT_OUT = sql`
  count(*) FILTER (NOT ${counts(sql`flags`)})::DOUBLE AS excluded,
      count(*) FILTER (${counts(sql`flags`)} AND account = 0)::DOUBLE AS without_account`

export type LeftOut = { readonly excluded: number; readonly without_account: number }

const NOTHING: LeftOut = { excluded: 0, without_account: 0 }

/** Events of the choices in [from, to) that do not count: excluded by rule, or, where accounts or members are counted, of no account. */
export async function countLeftOut(
  asking: Asking,
  choices: readonly EventChoice[],
  range: { readonly from: number | null; readonly to: number },
): Promise<LeftOut> {
  const facts = [...new Set(choices.flatMap((choice) => choice.facts))]
  if (facts.length === 0) return NOTHING
  const statement = sql`
    -- events of the question that do not count
    SELECT ${LEFT_OUT}
    FROM event
    WHERE ${withinSql(range)} AND fact IN (${listOf(facts)})
  `
  for await (const block of readBlocks(asking, statement, { upTo: range.to })) {
    const withoutAccount = asking.actor === 'user' ? 0 : block.numbers(1)[0]!
    return { excluded: block.numbers(0)[0]!, without_account: withoutAccount }
  }
  return NOTHING
}

/** Events of any name before now that do not count: what a report leaves out that looks at all that accounts did and were. */
export async function countEverLeftOut({ store, now }: Pick<ReportSource, 'store' | 'now'>): Promise<LeftOut> {
  const statement = sql`
    -- events that do not count
    SELECT ${LEFT_OUT}
    FROM event
    WHERE ts < ${now}
  `
  for await (const block of store.report({ statement, given: [], upTo: now }))
    return { excluded: block.numbers(0)[0]!, without_account: block.numbers(1)[0]! }
  return NOTHING
}
