import type { ReportBlock } from '../../store/analytic/analytic-store.ts'
import { joinSql, type Sql, sql } from '../../store/sql.ts'
import { type ActorEvents, emptyActor, makeActorEvents, noteEvent } from './actor-events.ts'

/**
 * By what an instant is multiplied so that the steps an event meets, as bits, fit beneath it in one number; null where that number would not be exact. Two numbers an
 * event are put in order in half the time of eight.
 */
export function packingOf(bits: number, readTo: number): number | null {
  const scale = 2 ** bits
  return readTo > 0 && readTo * scale <= Number.MAX_SAFE_INTEGER ? scale : null
}

export type PackedParts = {
  readonly withHappened: Sql
  readonly conditions: readonly Sql[]
  readonly all: boolean
  readonly scale: number
}

/** The events of each actor in order of time, each with the steps that it meets in one number. */
export function packedFunnelSql({ withHappened, conditions, all, scale }: PackedParts): Sql {
  const bits = conditions.map((condition, i) => sql`CASE WHEN ${condition} THEN ${2 ** i} ELSE 0 END`)
  return sql`
    -- what each actor did, in order, with the steps it may be beneath the instant
    ${withHappened},
    stepped AS (
      SELECT happened.entity, happened.ts, ${joinSql(bits, ' + ')} AS steps
      FROM happened
    )
    SELECT entity, (ts * ${scale} + steps)::DOUBLE AS packed
    FROM stepped
    WHERE ${all ? sql`true` : sql`steps <> 0`}
    ORDER BY entity, packed
  `
}

/** Visits the actors of such a statement, one after the other. */
export async function visitPacked(
  blocks: AsyncIterable<ReportBlock>,
  { steps, scale }: { readonly steps: number; readonly scale: number },
  visit: (actor: ActorEvents) => void,
): Promise<void> {
  const actor = makeActorEvents(steps)
  const masks: number[] = []
  actor.steps = masks
  const end = () => {
    if (masks.length === 0) return
    actor.begin.push(masks.length)
    visit(actor)
    masks.length = 0
    emptyActor(actor)
  }
  emptyActor(actor)
  for await (const block of blocks) {
    const [entity, packed] = [block.numbers(0), block.numbers(1)]
    for (let row = 0; row < block.rows; row++) {
      if (entity[row] !== actor.entity) end()
      actor.entity = entity[row]!
      const at = Math.floor(packed[row]! / scale)
      const mask = packed[row]! - at * scale
      noteEvent(actor, at, mask)
      masks.push(mask)
    }
  }
  end()
}
