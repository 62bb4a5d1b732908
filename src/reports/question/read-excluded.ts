import type { Exclusion } from '../../config/model.ts'
import { excludedByTraits } from '../../store/analytic/excluded-by-traits.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, readTexts } from './asking.ts'
import { personOfSql } from './event-relation.ts'
import type { Side } from './trait-rows-sql.ts'

/** Accounts or persons that the rules of exclusion name, or that ever had an excluded trait; those taken in count as the survivor. */
export async function readExcluded(asking: Asking, side: Side): Promise<ReadonlySet<number>> {
  const { exclusions } = asking.source.model
  if (exclusions.length === 0) return new Set()
  const ids = exclusions.flatMap((rule) => namedBy(asking, rule, side))
  const told = await readTold(asking, exclusions, side)
  return new Set([...ids, ...told].map((one) => (side === 'account' ? (asking.merged.get(one)?.into ?? one) : one)))
}

function namedBy({ source }: Asking, rule: Exclusion, side: Side): readonly number[] {
  const { account, actor } = source.store.dictionary
  if (rule.kind !== 'id') return []
  if (side === 'account') return rule.of === 'account' ? rule.ids.flatMap((id) => account.idOf(id) ?? []) : []
  return rule.of === 'user'
    ? rule.ids.flatMap((id) => [`u:${id}`, `a:${id}`].flatMap((key) => actor.idOf(key) ?? []))
    : []
}

async function readTold(asking: Asking, exclusions: readonly Exclusion[], side: Side): Promise<readonly number[]> {
  const excluded = excludedByTraits(exclusions)
  if (excluded === null) return []
  const { dialect } = asking.source.store
  const isPerson = side === 'person'
  const rows = await readTexts(
    asking,
    { width: 1 },
    sql`
      -- who ever had an excluded trait
      ${isPerson ? sql`WITH ${personOfSql(dialect)}` : sql``}
      SELECT DISTINCT (${isPerson ? sql`coalesce(person_of.person, trait.person)` : sql`trait.account`})::VARCHAR
      FROM trait
      ${isPerson ? sql`LEFT JOIN person_of ON person_of.actor = trait.person` : sql``}
      WHERE ${isPerson ? sql`trait.person <> 0` : sql`trait.person = 0`} AND ${excluded}
    `,
  )
  return rows.map(([one]) => Number(one))
}
