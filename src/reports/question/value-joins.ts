import type { AnalysisActor } from '../../contract/analyze/question.ts'
import type { Dialect } from '../../store/analytic/dialect.ts'
import { type Sql, sql } from '../../store/sql.ts'
import type { ValueRef } from './filter-sql.ts'
import { type Side, traitRowsSql } from './trait-rows-sql.ts'

/** How a value comes to an event: what must be worked out before, the joins, and the value as JSON text (null: not set). */
export type ValueJoin = { readonly ctes: readonly Sql[]; readonly joins: readonly Sql[]; readonly value: Sql }

/** Which sides a trait is known of. */
export type TraitSides = ReadonlyMap<string, { readonly person: boolean; readonly account: boolean }>

type Input = { readonly dialect: Dialect; readonly actor: AnalysisActor; readonly traitSides: TraitSides }

/** One join for each value, in their order. */
export function joinsOf(input: Input, refs: readonly ValueRef[]): readonly ValueJoin[] {
  return refs.map((ref, i) => joinOf(input, ref, i))
}

function joinOf(input: Input, ref: ValueRef, i: number): ValueJoin {
  switch (ref.kind) {
    case 'property':
      return { ctes: [], joins: [], value: propertySql(input.dialect, ref.path) }
    case 'trait':
      return traitJoin(input, ref.key, i)
    case 'role':
      return roleJoin(input.dialect)
    case 'plan':
      return planJoin(input, i)
    case 'tenure':
      return { ctes: [], joins: [tenureJoin(input.dialect)], value: sql`tenure_of.band` }
  }
}

/** The whole name first, then step by step at the dots. */
export function propertySql(dialect: Dialect, path: string): Sql {
  const plain = path.startsWith('properties.') ? path.slice('properties.'.length) : path
  const whole = dialect.jsonAt(sql`event.properties`, [plain])
  if (!plain.includes('.')) return whole
  return sql`coalesce(${whole}, ${dialect.jsonAt(sql`event.properties`, plain.split('.'))})`
}

const SUBJECT: Readonly<Record<Side, Sql>> = {
  person: sql`coalesce(person_of.person, event.actor)`,
  account: sql`event.account`,
}

/** As of the event: the actor's own, else that of the other one of the event. */
function traitJoin(input: Input, key: string, i: number): ValueJoin {
  const own: Side = input.actor === 'account' ? 'account' : 'person'
  const sides = [own, own === 'account' ? 'person' : 'account'] as const
  const known = sides.filter((side) => input.traitSides.get(key)?.[side])
  if (known.length === 0) return { ctes: [], joins: [], value: sql`NULL::VARCHAR` }
  const joins = known.map((side) => traitSide(input.dialect, { key, side, i }))
  const [first, second] = joins
  const value = second === undefined ? first!.value : sql`coalesce(${first!.value}, ${second.value})`
  return { ctes: joins.flatMap(({ ctes }) => ctes), joins: joins.flatMap((one) => one.joins), value }
}

function traitSide(dialect: Dialect, { key, side, i }: { key: string; side: Side; i: number }): ValueJoin {
  const name = numbered(side === 'person' ? 'trait_person' : 'trait_account', i)
  return {
    ctes: [
      sql`
        ${name} AS (
          -- what a trait was, from when on
          SELECT subject, from_ts, ${dialect.valueAtMost(sql`value`, [sql`seq`])} AS value
          FROM (
            ${traitRowsSql(side, [key])}
          )
          GROUP BY subject, from_ts
        )`,
    ],
    joins: [
      dialect.joinLatest(name, {
        equal: sql`${name}.subject = ${SUBJECT[side]}`,
        notAfter: sql`event.ts >= ${name}.from_ts`,
      }),
    ],
    value: sql`nullif(${name}.value, 'null')`,
  }
}

function roleJoin(dialect: Dialect): ValueJoin {
  return {
    ctes: [
      sql`
        role_of AS (
          -- who had which role in an account, from when to when
          ${membershipsSql(dialect)}
        )`,
    ],
    joins: [
      dialect.joinLatest(sql`role_of`, {
        equal: sql`role_of.account = event.account AND role_of.person = ${SUBJECT.person}`,
        notAfter: sql`event.ts >= role_of.from_ts`,
      }),
    ],
    value: sql`CASE WHEN event.ts < role_of.to_ts AND role_of.role <> '' THEN to_json(role_of.role)::VARCHAR END`,
  }
}

/** Memberships with their roles. One is told again when it changes: the last row of those with one beginning counts. Reads `person_of`. */
export function membershipsSql(dialect: Dialect): Sql {
  const last = (value: Sql) => dialect.valueAtMost(value, [sql`membership.seq`])
  return sql`
    SELECT
      account, coalesce(person_of.person, membership.person) AS person, from_ts,
      ${last(sql`coalesce(to_ts, 9000000000000000)`)} AS to_ts,
      ${last(sql`coalesce(role, '')`)} AS role
    FROM membership
    LEFT JOIN person_of ON person_of.actor = membership.person
    GROUP BY ALL
    HAVING to_ts > from_ts`
}

/** The account's trait `plan`, else the plan of the subscription that began last of those in force; `plan_of` is handed in. */
function planJoin(input: Input, i: number): ValueJoin {
  const { dialect } = input
  const ofTrait = input.traitSides.get('plan')?.account === true
  const trait = ofTrait ? traitSide(dialect, { key: 'plan', side: 'account', i }) : null
  return {
    ctes: trait?.ctes ?? [],
    joins: [
      ...(trait?.joins ?? []),
      dialect.joinLatest(sql`plan_of`, {
        equal: sql`plan_of.account = event.account`,
        notAfter: sql`event.ts >= plan_of.from_ts`,
      }),
    ],
    value: trait === null ? sql`plan_of.plan` : sql`coalesce(${trait.value}, plan_of.plan)`,
  }
}

/** `tenure_of` is handed in: bands of an account's age, from when on. */
function tenureJoin(dialect: Dialect): Sql {
  return dialect.joinLatest(sql`tenure_of`, {
    equal: sql`tenure_of.account = event.account`,
    notAfter: sql`event.ts >= tenure_of.from_ts`,
  })
}

/** `value_0`: names of our own making, the number being the only thing that changes. */
export function numbered(name: 'value' | 'trait_person' | 'trait_account', i: number): Sql {
  return { parts: [`${name}_${i}`], holes: [] }
}
