import type { AnalysisActor } from '../../contract/analyze/question.ts'
import type { Millis } from '../../core/time.ts'
import { counts } from '../../store/analytic/counting-sql.ts'
import type { Dialect } from '../../store/analytic/dialect.ts'
import { listOf, type Sql, sql } from '../../store/sql.ts'
import { MEMBER_BASE, personOfSql } from './event-relation.ts'
import { traitRowsSql } from './trait-rows-sql.ts'
import { membershipsSql } from './value-joins.ts'

type Parts = {
  readonly dialect: Dialect
  readonly actor: AnalysisActor
  readonly createdAt: readonly string[]
  /** Facts of the events that say that somebody signed up. */
  readonly facts: readonly number[]
  /** Of what was and was told before it; null: of all. */
  readonly before: Millis | null
}

/**
 * Since when everybody is there: entity; the instant that is known anyhow (of members: the membership's beginning; of persons: their first event; −1: none), that of
 * their first sign-up event (−1: none), and as JSON what they say themselves, and their first sight. An account that took in others has a row for each word.
 */
export function signUpsSql(parts: Parts): Sql {
  switch (parts.actor) {
    case 'account':
      return accountsSql(parts)
    case 'member':
      return membersSql(parts)
    case 'user':
      return personsSql(parts)
  }
}

function accountsSql({ dialect, createdAt, facts, before }: Parts): Sql {
  return sql`
    -- since when accounts are there: their own word, their sign-up, their first sight
    WITH told AS (
      ${toldSql('account', { dialect, createdAt, before })}
    ),
    told_of AS (
      -- each account's own word about when it was created, those of accounts that were taken in too
      SELECT
        coalesce(account_of.owner, trait.account) AS subject,
        ${dialect.valueAtMost(sql`trait.value`, [sql`trait.from_ts`, sql`trait.seq`])} AS created
      FROM trait
      LEFT JOIN account_of ON account_of.account = trait.account
      WHERE trait.person = 0 AND trait.key IN (${listOf(createdAt)})${before === null ? sql`` : sql` AND trait.from_ts < ${before}`}
      GROUP BY subject, trait.account
    ),
    signed AS (
      SELECT account, min(ts) AS ts
      FROM event
      WHERE ${counts(sql`flags`)} AND ${isOneOf(facts)}${andBefore(before)}
      GROUP BY account
    )
    SELECT
      told.subject::DOUBLE AS entity, -1::DOUBLE AS known, coalesce(signed.ts, -1)::DOUBLE AS signed,
      coalesce(told_of.created, 'null') AS created, told.first_seen
    FROM told
    LEFT JOIN told_of ON told_of.subject = told.subject
    LEFT JOIN signed ON signed.account = told.subject
  `
}

function membersSql({ dialect }: Parts): Sql {
  return sql`
    -- since when persons are members
    WITH ${personOfSql(dialect)}
    SELECT
      account::DOUBLE * ${MEMBER_BASE} + person AS entity, min(from_ts)::DOUBLE AS known, -1::DOUBLE AS signed,
      'null' AS created, 'null' AS first_seen
    FROM (
      ${membershipsSql(dialect)}
    )
    GROUP BY 1
  `
}

function personsSql({ dialect, createdAt, facts, before }: Parts): Sql {
  return sql`
    -- since when persons are there: their own word, their sign-up, their first event or sight
    WITH ${personOfSql(dialect)},
    told AS (
      ${toldSql('person', { dialect, createdAt, before })}
    ),
    did AS (
      SELECT
        coalesce(person_of.person, event.actor) AS person,
        min(ts) FILTER (${counts(sql`flags`)}${andBefore(before)}) AS ts,
        min(ts) FILTER (${counts(sql`flags`)} AND ${isOneOf(facts)}${andBefore(before)}) AS signed
      FROM event
      LEFT JOIN person_of ON person_of.actor = event.actor
      GROUP BY 1
    )
    SELECT
      coalesce(did.person, told.subject)::DOUBLE AS entity,
      coalesce(did.ts, -1)::DOUBLE AS known, coalesce(did.signed, -1)::DOUBLE AS signed,
      coalesce(told.created, 'null') AS created, coalesce(told.first_seen, 'null') AS first_seen
    FROM did
    FULL JOIN told ON told.subject = did.person
    WHERE did.person IS NULL OR did.ts IS NOT NULL
  `
}

/** What the created-at trait last said, and the first sight. */
function toldSql(
  side: 'person' | 'account',
  { dialect, createdAt, before }: Pick<Parts, 'dialect' | 'createdAt' | 'before'>,
): Sql {
  const by = [sql`from_ts`, sql`seq`]
  return sql`
      SELECT
        subject,
        coalesce(${dialect.valueAtMost(sql`value`, by)} FILTER (key IN (${listOf(createdAt)})), 'null') AS created,
        coalesce(${dialect.valueAtLeast(sql`value`, by)} FILTER (key = '$first_seen'), 'null') AS first_seen
      FROM (
        ${traitRowsSql(side, null, before)}
      )
      GROUP BY subject`
}

function andBefore(before: Millis | null): Sql {
  return before === null ? sql`` : sql` AND ts < ${before}`
}

function isOneOf(facts: readonly number[]): Sql {
  return facts.length === 0 ? sql`false` : sql`fact IN (${listOf(facts)})`
}
