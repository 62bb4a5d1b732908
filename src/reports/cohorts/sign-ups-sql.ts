import type { AnalysisActor } from '../../contract/analyze/question.ts'
import type { Dialect } from '../../store/analytic/dialect.ts'
import { type Sql, sql } from '../../store/sql.ts'
import { MEMBER_BASE } from '../question/event-relation.ts'

type Parts = { readonly dialect: Dialect; readonly actor: AnalysisActor; readonly createdAt: string }

/** Since when everybody is there: what the created-at trait says, as JSON, and when they were first seen. Of members: when the membership began. */
export function signUpsSql({ dialect, actor, createdAt }: Parts): Sql {
  switch (actor) {
    case 'account':
      return sql`
        -- since when accounts are there: their own word, and their first sight
        SELECT
          account::DOUBLE AS entity, '' AS first_event,
          ${traitText(dialect, createdAt)} AS created,
          ${firstSeen(dialect)} AS first_seen
        FROM trait
        WHERE person = 0
        GROUP BY account
      `
    case 'member':
      return sql`
        -- since when persons are members
        SELECT
          account::DOUBLE * ${MEMBER_BASE} + coalesce(person_of.person, membership.person) AS entity,
          min(from_ts)::VARCHAR AS first_event, 'null' AS created, 'null' AS first_seen
        FROM membership
        LEFT JOIN (${personOf(dialect)}) person_of ON person_of.actor = membership.person
        WHERE to_ts IS NULL OR to_ts > from_ts
        GROUP BY 1
      `
    case 'user':
      return sql`
        -- since when persons are there: their own word, and their first event
        WITH person_of AS (${personOf(dialect)}),
        told AS (
          SELECT person, ${traitText(dialect, createdAt)} AS created
          FROM trait
          WHERE person <> 0
          GROUP BY person
        ),
        seen AS (
          SELECT coalesce(person_of.person, event.actor) AS person, min(ts) AS ts
          FROM event
          LEFT JOIN person_of ON person_of.actor = event.actor
          WHERE flags & 2 = 0
          GROUP BY 1
        )
        SELECT seen.person::DOUBLE AS entity, seen.ts::VARCHAR AS first_event, coalesce(told.created, 'null') AS created, 'null' AS first_seen
        FROM seen
        LEFT JOIN told ON told.person = seen.person
      `
  }
}

function personOf(dialect: Dialect): Sql {
  return sql`SELECT actor, ${dialect.valueAtMost(sql`person`, [sql`seq`])} AS person FROM link GROUP BY actor`
}

function traitText(dialect: Dialect, key: string): Sql {
  return sql`coalesce(${dialect.valueAtMost(sql`value`, [sql`from_ts`, sql`seq`])} FILTER (key = ${key}), 'null')`
}

function firstSeen(dialect: Dialect): Sql {
  return sql`coalesce(${dialect.valueAtLeast(sql`value`, [sql`from_ts`, sql`seq`])} FILTER (key = '$first_seen'), 'null')`
}

/** Every statement of a trait about the actors of a question, in order. Of members: about the person, else about the account. */
export function traitHistorySql(side: 'person' | 'account', key: string): Sql {
  const subject = side === 'person' ? sql`person` : sql`account`
  const of = side === 'person' ? sql`person <> 0` : sql`person = 0`
  return sql`
    -- what was said of a trait, in order
    SELECT ${subject} AS subject, from_ts::DOUBLE AS from_ts, value
    FROM trait
    WHERE key = ${key} AND ${of}
    ORDER BY subject, trait.from_ts, seq
  `
}

export type AgesParts = { readonly withHappened: Sql; readonly where: Sql }

/** Each actor's events by instant. */
export function momentsSql({ withHappened, where }: AgesParts): Sql {
  return sql`
    -- when each actor did it
    ${withHappened}
    SELECT entity, 0 AS grp, 0 AS account, ts::DOUBLE AS unit, count(*)::INTEGER AS events
    FROM happened
    WHERE ${where}
    GROUP BY ALL
    ORDER BY entity, unit
  `
}
