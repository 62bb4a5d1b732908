import type { Day } from '../../core/time.ts'
import { joinSql, type Sql, sql } from '../../store/sql.ts'
import { type Asking, readBlocks, relationOf, unitSql } from '../question/asking.ts'
import type { EventChoice } from '../question/choose-events.ts'

/** How often a person in an account did one of some things, in one stretch of days. */
export type Use = {
  readonly account: number
  readonly person: number
  /** Which of the things: its place in the list. */
  readonly what: number
  /** 0: the last stretch of days before the end, 1: the one before it. */
  readonly stretch: number
  readonly times: number
}

export type UsesAsked = {
  readonly things: readonly (readonly EventChoice[])[]
  readonly from: Day
  readonly to: Day
  /** Days in a stretch, counted back from `to`. */
  readonly stretch: number
}

/** Uses of each thing; an event may be one of several. */
export async function readUses(asking: Asking, { things, from, to, stretch }: UsesAsked): Promise<readonly Use[]> {
  const uses: Use[] = []
  const { zone, source } = asking
  const range = { from: zone.startOf(from), to: zone.startOf(to + 1) }
  const relation = relationOf(asking, { choices: things.flat(), ...range })
  const days = { from, to }
  const stretches = source.store.dialect.wholesOf(sql`${to} - ${unitSql(asking, days)}`, stretch)
  for (const [what, choices] of things.entries()) {
    if (choices.every(({ facts }) => facts.length === 0)) continue
    const statement = usesSql({
      withHappened: relation.withHappened,
      where: joinSql([relation.isOneOf(choices)], ' AND '),
      stretch: stretches,
    })
    for await (const block of readBlocks(asking, statement, { upTo: relation.upTo })) {
      const [account, person, ago, times] = [0, 1, 2, 3].map((column) => block.numbers(column)) as Four
      for (let i = 0; i < block.rows; i++)
        uses.push({ account: account[i]!, person: person[i]!, what, stretch: ago[i]!, times: times[i]! })
    }
  }
  return uses
}

type Numbers = Int32Array | Float64Array
type Four = [Numbers, Numbers, Numbers, Numbers]

function usesSql({ withHappened, where, stretch }: Readonly<Record<'withHappened' | 'where' | 'stretch', Sql>>): Sql {
  return sql`
    -- how often each person did it in each account, stretch of days by stretch
    ${withHappened}
    SELECT happened.account, happened.entity, ${stretch} AS ago, count(*)::INTEGER AS times
    FROM happened
    WHERE ${where}
    GROUP BY ALL
    ORDER BY ALL
  `
}
