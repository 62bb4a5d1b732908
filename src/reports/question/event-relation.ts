import type { Filter } from '../../contract/analyze/filter.ts'
import type { AnalysisActor } from '../../contract/analyze/question.ts'
import type { Millis } from '../../core/time.ts'
import { counts } from '../../store/analytic/counting-sql.ts'
import type { Dialect } from '../../store/analytic/dialect.ts'
import { joinSql, listOf, type Sql, sql } from '../../store/sql.ts'
import type { EventChoice } from './choose-events.ts'
import { type ColumnOf, filterSql, refOf, type ValueRef } from './filter-sql.ts'
import { isSegment, leavesOf } from './split-filter.ts'
import { joinsOf, numbered, type TraitSides } from './value-joins.ts'

/** Which events a statement reads: [from, to) in time, `from` null from the beginning. */
export type RelationInput = {
  readonly dialect: Dialect
  readonly actor: AnalysisActor
  readonly choices: readonly EventChoice[]
  readonly from: Millis | null
  readonly to: Millis
  /** Asked of every event. */
  readonly filters: readonly Filter[]
  /** More values that the statement reads. */
  readonly refs: readonly ValueRef[]
  /** Which sides a trait is known of: persons, accounts or both. */
  readonly traitSides: TraitSides
  /** `sent`: users are the ids that events were sent with, for who looks up whose these are. Default: persons. */
  readonly ids?: 'sent'
}

export type EventRelation = {
  /** `WITH … happened AS (…)`: seq, ts, day, fact, account, properties, entity, and a column for each value. */
  readonly withHappened: Sql
  readonly columnOf: ColumnOf
  /** Where what is read ends. */
  readonly upTo: Millis
  /** Whether an event of `happened` is one of the choices. */
  readonly isOneOf: (choices: readonly EventChoice[]) => Sql
  /** Whether it is one of the choices and meets the filters. */
  readonly matches: (choices: readonly EventChoice[], filters: readonly Filter[]) => Sql
}

/** People of two accounts and accounts of two people are told apart by one number: account × 2^26 + person. */
export const MEMBER_BASE = 67_108_864

/** The events that a question reads, each with whose it is and what is asked of it; excluded ones and, for accounts and members, those without account left out. */
export function eventRelation(input: RelationInput): EventRelation {
  const filters = [...input.filters, ...input.choices.flatMap((choice) => choice.where)]
  const refs = distinctRefs([...input.refs, ...filters.flatMap(refsOf)])
  const columnOf: ColumnOf = (ref) =>
    sql`happened.${numbered(
      'value',
      refs.findIndex((one) => sameRef(one, ref)),
    )}`
  const facts = [...new Set(input.choices.flatMap((choice) => choice.facts))]
  const isOneOf = (choices: readonly EventChoice[]) =>
    readsNothingElse(choices, facts) ? sql`true` : choiceSql(input.dialect, choices, columnOf)
  const joins = joinsOf(input, refs)
  const isOfPersons = input.actor === 'member' || (input.actor === 'user' && input.ids !== 'sent')
  const needsPerson = isOfPersons || refs.some((ref) => isOfPerson(ref, input.traitSides))
  const columns = [
    sql`event.seq, event.ts, event.day, event.fact, event.account, event.properties`,
    ...(needsPerson ? [sql`${personSql} AS person`] : []),
    sql`${entitySql(input)} AS entity`,
    ...joins.map(({ value }, i) => sql`${value} AS ${numbered('value', i)}`),
  ]
  const conditions = [
    counts(sql`event.flags`),
    withinSql(input),
    facts.length === 0 ? sql`false` : sql`event.fact IN (${listOf(facts)})`,
    ...(input.actor === 'user' ? [] : [sql`event.account <> 0`]),
  ]
  const from = [
    sql`event`,
    ...(needsPerson ? [sql`LEFT JOIN person_of ON person_of.actor = event.actor`] : []),
    ...joins.flatMap(({ joins: own }) => own),
  ]
  const happened = sql`
    happened AS (
      -- the events that are asked about, with whose they are
      SELECT
        ${joinSql(columns, ',\n')}
      FROM ${joinSql(from, '\n')}
      WHERE ${joinSql(conditions, '\n  AND ')}
    )`
  const ctes = [...(needsPerson ? [personOfSql(input.dialect)] : []), ...joins.flatMap((join) => join.ctes), happened]
  const matches = (choices: readonly EventChoice[], asked: readonly Filter[]) =>
    joinSql([isOneOf(choices), ...asked.map((filter) => filterSql(input.dialect, filter, columnOf))], '\n  AND ')
  return { withHappened: sql`WITH ${joinSql(ctes, ',\n')}`, upTo: input.to, columnOf, isOneOf, matches }
}

export function personOfSql(dialect: Dialect): Sql {
  return sql`
    person_of AS (
      -- whose an id is: a join holds for all history, the last one counts
      SELECT actor, ${dialect.valueAtMost(sql`person`, [sql`seq`])} AS person
      FROM link
      GROUP BY actor
    )`
}

export function withinSql({ from, to }: Pick<RelationInput, 'from' | 'to'>): Sql {
  return from === null ? sql`event.ts < ${to}` : sql`event.ts >= ${from} AND event.ts < ${to}`
}

export function refsOf(filter: Filter): readonly ValueRef[] {
  return leavesOf(filter)
    .filter((leaf) => !isSegment(leaf))
    .map(refOf)
}

/** Whether the choices are all that is read: then nothing is left to ask of an event. */
function readsNothingElse(choices: readonly EventChoice[], facts: readonly number[]): boolean {
  const whole = new Set(choices.flatMap((choice) => (choice.where.length === 0 ? choice.facts : [])))
  return facts.length > 0 && facts.every((fact) => whole.has(fact))
}

function choiceSql(dialect: Dialect, choices: readonly EventChoice[], columnOf: ColumnOf): Sql {
  const parts = choices
    .filter(({ facts }) => facts.length > 0)
    .map(({ facts, where }) => {
      const named = sql`happened.fact IN (${listOf(facts)})`
      const met = where.map((filter) => filterSql(dialect, filter, columnOf))
      return met.length === 0 ? named : sql`(${joinSql([named, ...met], ' AND ')})`
    })
  return parts.length === 0 ? sql`false` : sql`(${joinSql(parts, ' OR ')})`
}

function entitySql({ actor, ids }: Pick<RelationInput, 'actor' | 'ids'>): Sql {
  switch (actor) {
    case 'user':
      return ids === 'sent' ? sql`event.actor` : personSql
    case 'account':
      return sql`event.account`
    case 'member':
      return sql`event.account::DOUBLE * ${MEMBER_BASE} + ${personSql}`
  }
}

const personSql = sql`coalesce(person_of.person, event.actor)`

/** Whether a value cannot be read without knowing whose the event is. */
function isOfPerson(ref: ValueRef, traitSides: TraitSides): boolean {
  return ref.kind === 'role' || (ref.kind === 'trait' && traitSides.get(ref.key)?.person === true)
}

function distinctRefs(refs: readonly ValueRef[]): readonly ValueRef[] {
  return refs.filter((ref, i) => refs.findIndex((one) => sameRef(one, ref)) === i)
}

function sameRef(a: ValueRef, b: ValueRef): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
