import type { Millis } from '../../core/time.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, readBlocks, relationOf } from '../question/asking.ts'
import { chooseEvents } from '../question/choose-events.ts'

/** Hits of an account, and when the first came. */
export type Hits = { readonly account: number; readonly hits: number; readonly first: Millis }

/** Who met the end of what the plan allows in [from, to). @throws unknown_name */
export async function readPaywall(
  asking: Asking,
  events: readonly string[],
  range: { readonly from: Millis; readonly to: Millis },
): Promise<readonly Hits[]> {
  const choices = events.flatMap((event) => chooseEvents(asking.source, event).choices)
  const { withHappened, matches, upTo } = relationOf(asking, { choices, ...range })
  const statement = sql`
    -- who met the end of what the plan allows, how often and when first
    ${withHappened}
    SELECT happened.entity::INTEGER AS account, count(*)::INTEGER AS hits, min(happened.ts)::DOUBLE AS first
    FROM happened
    WHERE ${matches(choices, [])}
    GROUP BY happened.entity
    ORDER BY account
  `
  const found: Hits[] = []
  for await (const block of readBlocks(asking, statement, { upTo })) {
    const [account, hits, first] = [block.numbers(0), block.numbers(1), block.numbers(2)]
    for (let i = 0; i < block.rows; i++) found.push({ account: account[i]!, hits: hits[i]!, first: first[i]! })
  }
  return found
}
