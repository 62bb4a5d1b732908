import type { Exclusion } from '../../config/model.ts'
import { excludedByTraits } from '../../store/analytic/excluded-by-traits.ts'
import { joinSql, listOf, type Sql, sql } from '../../store/sql.ts'
import { type Asking, readTexts } from './asking.ts'
import { personOfSql } from './event-relation.ts'
import type { Side } from './trait-rows-sql.ts'

/** Accounts or persons that the rules of exclusion meet, by their ids or by what was said last of them; those taken in count as the survivor. */
export async function readExcluded(asking: Asking, side: Side): Promise<ReadonlySet<number>> {
  if (asking.source.model.exclusions.length === 0) return new Set()
  return side === 'account' ? readAccounts(asking) : readPersons(asking)
}

/** What is known of an account that was taken in is told of the one that took it in too, as far as that was unknown there. */
async function readAccounts(asking: Asking): Promise<ReadonlySet<number>> {
  const { source, merged } = asking
  const { exclusions } = source.model
  const { account } = source.store.dictionary
  const ids = exclusions.flatMap((rule) => (rule.kind === 'id' && rule.of === 'account' ? rule.ids : []))
  const named = ids.flatMap((id) => account.idOf(id) ?? []).map((one) => merged.get(one)?.into ?? one)
  const told = byTraits(asking, 'account')
  const rows = told === null ? [] : await readIds(asking, sql`SELECT subject::VARCHAR FROM (${told})`)
  return new Set([...named, ...rows.filter((one) => !merged.has(one))])
}

async function readPersons(asking: Asking): Promise<ReadonlySet<number>> {
  const { exclusions } = asking.source.model
  const named = exclusions.flatMap(namedSql)
  const told = byTraits(asking, 'person')
  const rows = await readIds(
    asking,
    sql`
      -- who is excluded: by what is known of a person, or by an id of theirs
      WITH ${personOfSql(asking.source.store.dialect)},
      named AS (SELECT id AS actor FROM actor_key WHERE ${named.length === 0 ? sql`false` : joinSql(named, ' OR ')})
      SELECT coalesce(person_of.person, named.actor)::VARCHAR
      FROM named
      LEFT JOIN person_of ON person_of.actor = named.actor
      ${told === null ? sql`` : sql`UNION SELECT subject::VARCHAR FROM (${told}) WHERE subject NOT IN (SELECT actor FROM person_of)`}
    `,
  )
  return new Set(rows)
}

function byTraits({ source }: Asking, of: Side): Sql | null {
  const { valueAtMost } = source.store.dialect
  return excludedByTraits({ of, exclusions: source.model.exclusions, valueAtMost, within: sql`true` })
}

function namedSql(rule: Exclusion): readonly Sql[] {
  if (rule.kind === 'id' && rule.of === 'user')
    return [sql`key IN (${listOf(rule.ids.flatMap((id) => [`u:${id}`, `a:${id}`]))})`]
  return rule.kind === 'email-domain' ? [sql`lower(key) LIKE ${`u:%@${rule.domain.toLowerCase()}`}`] : []
}

async function readIds(asking: Asking, statement: Sql): Promise<readonly number[]> {
  return (await readTexts(asking, { width: 1 }, statement)).map(([id]) => Number(id))
}
