import type { Millis } from '../../core/time.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, readBlocks, relationOf } from '../question/asking.ts'
import { chooseEvents } from '../question/choose-events.ts'

/** When each person first had an event, over all history up to an instant. @throws unknown_name */
export async function readFirsts(asking: Asking, event: string, to: Millis): Promise<ReadonlyMap<number, Millis>> {
  const { choices } = chooseEvents(asking.source, event)
  const { withHappened, matches, upTo } = relationOf(asking, { choices, from: null, to })
  const statement = sql`
    -- when each person first did it
    ${withHappened}
    SELECT happened.entity, min(happened.ts)::DOUBLE AS at
    FROM happened
    WHERE ${matches(choices, [])}
    GROUP BY happened.entity
  `
  const firsts = new Map<number, Millis>()
  for await (const block of readBlocks(asking, statement, { upTo })) {
    const [person, at] = [block.numbers(0), block.numbers(1)]
    for (let i = 0; i < block.rows; i++) firsts.set(person[i]!, at[i]!)
  }
  return firsts
}
