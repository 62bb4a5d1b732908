import type { BreakdownValue } from '../../contract/analyze/question.ts'
import type { Millis } from '../../core/time.ts'
import { type Sql, sql } from '../../store/sql.ts'
import { type Asking, readBlocks, toldReach } from './asking.ts'
import { personOfSql } from './event-relation.ts'
import { type Side, traitRowsSql } from './trait-rows-sql.ts'

/** What was said of one trait, by person or account, in order of when it began to hold. */
export type TraitHistory = ReadonlyMap<number, readonly { readonly from: Millis; readonly value: BreakdownValue }[]>

export async function readTraitHistory(asking: Asking, side: Side, key: string): Promise<TraitHistory> {
  const told = new Map<number, { from: Millis; value: BreakdownValue }[]>()
  for await (const block of readBlocks(asking, historySql(asking, side, key), toldReach(asking))) {
    const [subject, from, value] = [block.numbers(0), block.numbers(1), block.texts(2)]
    for (let i = 0; i < block.rows; i++) {
      const own = told.get(subject[i]!) ?? []
      if (own.length === 0) told.set(subject[i]!, own)
      own.push({ from: from[i]!, value: JSON.parse(value[i]!) as BreakdownValue })
    }
  }
  return told
}

/** The value as of an instant; null: none. */
export function traitAt(history: TraitHistory, subject: number, at: Millis): BreakdownValue {
  return history.get(subject)?.findLast(({ from }) => from <= at)?.value ?? null
}

function historySql({ source, toldBefore }: Asking, side: Side, key: string): Sql {
  return sql`
    -- what was said of a trait, in order
    ${side === 'person' ? sql`WITH ${personOfSql(source.store.dialect)}` : sql``}
    SELECT subject, from_ts::DOUBLE AS at, value
    FROM (
      ${traitRowsSql(side, [key], toldBefore)}
    )
    ORDER BY subject, from_ts, seq
  `
}
