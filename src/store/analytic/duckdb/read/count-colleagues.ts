import type { Exclusion } from '../../../../config/model.ts'
import type { Day } from '../../../../core/time.ts'
import { listOf, type Sql, sql } from '../../../sql.ts'
import type { ColleagueRow, CountsOfAll } from '../../counts-of-all.ts'
import { excludedByTraits } from '../../excluded-by-traits.ts'
import { duckdbDialect } from '../duckdb-dialect.ts'
import type { StoreContext } from '../store-context.ts'
import { joinedSql } from './group-persons.ts'
import { queryRows } from './read-store.ts'

/** Later than any membership ends. */
const NEVER = 8_640_000_000_000_001

/** One question a day: who was who, where, and with which address differs from day to day. */
export async function countColleagues(
  context: StoreContext,
  { days, exclusions, isOwn }: Parameters<CountsOfAll['countColleagues']>[0],
): Promise<readonly ColleagueRow[]> {
  const domains = await queryRows(context, domainsSql())
  const anybodys = domains.map((row) => row.domain as string).filter((domain) => !isOwn(domain))
  const found: ColleagueRow[] = []
  for (let day = days.from; day <= days.to; day++)
    for (const row of await queryRows(context, colleaguesSql(context, { day, exclusions, anybodys })))
      found.push({
        ...{ day, account: row.account as number, domain: row.domain as string },
        persons: row.persons as number,
      })
  return found
}

const domainOf = (value: Sql): Sql => sql`split_part(lower(trim(json_extract_string(${value}, '$'))), '@', -1)`

function domainsSql(): Sql {
  return sql`
    -- every mail domain that was ever told
    SELECT DISTINCT ${domainOf(sql`value`)} AS domain
    FROM trait
    WHERE person <> 0 AND key = 'email' AND contains(value, '@')
  `
}

type AtClose = {
  readonly day: Day
  readonly exclusions: readonly Exclusion[]
  /** Domains that are left out. */
  readonly anybodys: readonly string[]
}

/** Who left an account is no newcomer, and one guest from elsewhere does not make it the other company's. */
function colleaguesSql(context: StoreContext, { day, exclusions, anybodys }: AtClose): Sql {
  const ends = context.zone.startOf(day + 1)
  return sql`
    -- persons of the mail domain of most of each account's members who never were members of it
    WITH person_of AS (${joinedSql(day)}),
    told AS (
      SELECT coalesce(person_of.person, trait.person) AS person, arg_max(value, (from_ts, known_at, seq)) AS address
      FROM trait
      LEFT JOIN person_of ON person_of.actor = trait.person
      WHERE trait.person <> 0 AND key = 'email' AND known_day <= ${day} AND from_ts < ${ends}
      GROUP BY ALL
    ),
    mail AS (
      SELECT person, ${domainOf(sql`address`)} AS domain
      FROM told
      WHERE contains(address, '@') AND domain NOT IN (${listOf(['', ...anybodys])})
        AND person NOT IN (${excludedSql(context, { day, ends, exclusions })})
    ),
    said AS (
      SELECT account, coalesce(person_of.person, membership.person) AS person,
        arg_max(coalesce(to_ts, ${NEVER}), (from_ts, known_at, seq)) AS until
      FROM membership
      LEFT JOIN person_of ON person_of.actor = membership.person
      WHERE known_day <= ${day} AND from_ts < ${ends}
      GROUP BY ALL
    ),
    own AS (
      SELECT account, domain, count(*) AS ever, count(*) FILTER (until >= ${ends}) AS members
      FROM said
      JOIN mail USING (person)
      GROUP BY ALL
    ),
    main AS (SELECT account, max(members) AS members FROM own GROUP BY account HAVING max(members) > 0),
    everybody AS (SELECT domain, count(*) AS persons FROM mail GROUP BY domain)
    SELECT account, domain, (everybody.persons - own.ever)::INTEGER AS persons
    FROM own
    JOIN main USING (account, members)
    JOIN everybody USING (domain)
    WHERE everybody.persons > own.ever
    ORDER BY account, domain
  `
}

/** Whoever an exclusion names, by an id or by what was said last of them on that day. */
function excludedSql(
  { keys }: StoreContext,
  { day, ends, exclusions }: Pick<AtClose, 'day' | 'exclusions'> & { ends: number },
): Sql {
  const named = exclusions.flatMap((rule) =>
    rule.kind === 'id' && rule.of === 'user'
      ? rule.ids.flatMap((key) => [`u:${key}`, `a:${key}`].flatMap((one) => keys.actor.ids.get(one) ?? []))
      : [],
  )
  const within = sql`known_day <= ${day} AND from_ts < ${ends}`
  const told = excludedByTraits({ of: 'person', exclusions, valueAtMost: duckdbDialect.valueAtMost, within })
  return sql`
    SELECT coalesce(person_of.person, one.actor)
    FROM (SELECT unnest([${listOf([-1, ...named])}]) AS actor) one
    LEFT JOIN person_of ON person_of.actor = one.actor
    ${told === null ? sql`` : sql`UNION SELECT subject FROM (${told}) WHERE subject NOT IN (SELECT actor FROM person_of)`}
  `
}
