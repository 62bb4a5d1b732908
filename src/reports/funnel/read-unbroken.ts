import { counts } from '../../store/analytic/counting-sql.ts'
import { listOf, sql } from '../../store/sql.ts'
import { type Asking, readBlocks, relationOf } from '../question/asking.ts'
import type { EventChoice } from '../question/choose-events.ts'
import { countLeftOut, type LeftOut } from '../question/count-left-out.ts'
import { withinSql } from '../question/event-relation.ts'
import { readPersons } from '../question/read-persons.ts'
import { type ReadRows, type Values, visitByEntity } from '../question/visit-by-entity.ts'
import { type ActorEvents, emptyActor, makeActorEvents, noteEvent } from './actor-events.ts'
import { bestAttempt, type FunnelFrame } from './best-attempt.ts'
import type { FunnelVisitor } from './fold-funnel.ts'
import type { FunnelEvent, FunnelRange } from './funnel-events.ts'
import { bitsSql, conditionsOf } from './funnel-sql.ts'
import { makeWalkBack } from './walk-back.ts'

/** Events of the steps, and of the exclusions, one bit for each step and one above them; `all`: what is neither comes too. */
export type FunnelRows = {
  readonly steps: readonly FunnelEvent[]
  readonly exclusions: readonly FunnelEvent[]
  readonly choices: readonly EventChoice[]
  readonly all: boolean
  readonly range: FunnelRange
  readonly frame: FunnelFrame
}

/**
 * By what an instant is multiplied so that the steps an event meets, as bits, fit beneath it in one number; null where that number would not be exact.
 */
export function packingOf(steps: number, readTo: number): number | null {
  const scale = 2 ** (steps + 1)
  return readTo > 0 && readTo * scale <= Number.MAX_SAFE_INTEGER ? scale : null
}

/** Events of who they are counted for, with the steps they meet. */
type AddEvent = (entity: number, ts: number, mask: number) => void

/** Visits persons or accounts who began, nothing being broken down; says which events of the funnel do not count. */
export async function readUnbroken(
  asking: Asking,
  rows: FunnelRows,
  visit: FunnelVisitor['reached'],
): Promise<LeftOut> {
  const { range, steps, frame } = rows
  const scale = packingOf(steps.length, range.readTo)!
  const isNamed = [...steps, ...rows.exclusions].every(hasNameOnly) && asking.filters.length === 0
  const read = isNamed ? readNamed : readMatching
  let leftOut: LeftOut = { excluded: 0, without_account: 0 }
  const readRows: ReadRows = async (add) => {
    const personOf = asking.actor === 'user' ? await readPersons(asking, range.readTo) : (account: number) => account
    leftOut = await read(asking, rows, (entity, ts, mask) => add(personOf(entity), ts * scale + mask))
  }
  const walkBack = makeWalkBack(frame)
  const actor = makeActorEvents(steps.length)
  await visitByEntity(readRows, (entity, events) => {
    const isPlain = frame.order === 'ordered' && !hasTies(events, scale)
    const best = isPlain ? walkBack(events) : bestAttempt(unpack(actor, events, scale), { ...frame, mayBegin: anyone })
    if (best !== null) visit(entity, best)
  })
  return leftOut
}

const anyone = () => true

function hasTies({ values, begin, end }: Values, scale: number): boolean {
  for (let i = begin + 1; i < end; i++)
    if (Math.floor(values[i]! / scale) === Math.floor(values[i - 1]! / scale)) return true
  return false
}

function unpack(actor: ActorEvents, { values, begin, end }: Values, scale: number): ActorEvents {
  const masks: number[] = []
  emptyActor(actor)
  for (let i = begin; i < end; i++) {
    const at = Math.floor(values[i]! / scale)
    masks.push(values[i]! - at * scale)
    noteEvent(actor, at, masks.at(-1)!)
  }
  actor.begin.push(masks.length)
  actor.steps = masks
  return actor
}

function hasNameOnly({ events, filters }: FunnelEvent): boolean {
  return filters.length === 0 && events.choices.every(({ where }) => where.length === 0)
}

/** Where a name says all, the steps are looked up here. */
async function readNamed(asking: Asking, funnel: FunnelRows, add: AddEvent): Promise<LeftOut> {
  const { choices, range } = funnel
  const facts = [...new Set(choices.flatMap((choice) => choice.facts))]
  const left = { excluded: 0, without_account: 0 }
  if (facts.length === 0) return left
  const ofAccount = asking.actor === 'account'
  const statement = sql`
    -- what was done that may matter, by whom, in no order; beneath the fact 2 for what is excluded, which is only counted
    SELECT event.${ofAccount ? sql`account` : sql`actor`} AS entity, event.ts::DOUBLE AS ts, event.fact * 4 + (NOT ${counts(sql`event.flags`)})::INTEGER * 2 AS of_fact
    FROM event
    WHERE ${withinSql({ from: range.from, to: range.readTo })} AND event.fact IN (${listOf(facts)})
  `
  const maskOf = masksByFact(funnel, Math.max(...facts))
  for await (const block of readBlocks(asking, statement, { upTo: range.readTo, gathered: true })) {
    const [entity, ts, ofFact] = [block.numbers(0), block.numbers(1), block.numbers(2)]
    for (let row = 0; row < block.rows; row++) {
      const mask = maskOf[ofFact[row]! >> 2]!
      if ((ofFact[row]! & 2) !== 0) left.excluded += mask === 0 ? 0 : 1
      else if (ofAccount && entity[row] === 0) left.without_account += mask === 0 ? 0 : 1
      else add(entity[row]!, ts[row]!, mask)
    }
  }
  return left
}

function masksByFact({ steps, exclusions }: FunnelRows, greatest: number): Int32Array {
  const masks = new Int32Array(greatest + 1)
  const note = ({ events }: FunnelEvent, bit: number) => {
    for (const { facts } of events.choices) for (const fact of facts) masks[fact]! |= bit
  }
  for (const [i, step] of steps.entries()) note(step, 1 << i)
  for (const one of exclusions) note(one, 1 << steps.length)
  return masks
}

/** Where more than a name is asked, by the engine. */
async function readMatching(asking: Asking, funnel: FunnelRows, add: AddEvent): Promise<LeftOut> {
  const { steps, exclusions, choices, range, all } = funnel
  const own = [...steps, ...exclusions]
  const relation = relationOf(asking, {
    choices,
    from: range.from,
    to: range.readTo,
    filters: own.flatMap(({ filters }) => filters),
    ids: 'sent',
  })
  const conditions = conditionsOf(relation, { filters: asking.filters, steps, exclusions })
  const statement = sql`
    -- what was done, by whom, with the steps it may be, in no order
    ${relation.withHappened},
    stepped AS (
      SELECT happened.entity, happened.ts::DOUBLE AS ts, ${bitsSql(conditions)} AS steps
      FROM happened
    )
    SELECT entity, ts, steps
    FROM stepped
    WHERE ${all ? sql`true` : sql`steps <> 0`}
  `
  for await (const block of readBlocks(asking, statement, { upTo: relation.upTo, gathered: true })) {
    const [entity, ts, mask] = [block.numbers(0), block.numbers(1), block.numbers(2)]
    for (let row = 0; row < block.rows; row++) add(entity[row]!, ts[row]!, mask[row]!)
  }
  return countLeftOut(
    asking,
    own.flatMap((one) => one.events.choices),
    { from: range.from, to: range.readTo },
  )
}
