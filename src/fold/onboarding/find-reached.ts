import type { Condition } from '../../config/expression.ts'
import type { Day, Millis } from '../../core/time.ts'
import { compareNumbers, TRUE } from '../compare-value.ts'
import type { Entity } from '../entity.ts'
import { evaluateCondition } from '../evaluate-condition.ts'
import { type OwnRows, visitRows } from '../own-rows.ts'
import type { CountedBy } from '../plan/fold-plan.ts'
import type { Reached } from './reached.ts'

type Asked = { readonly when: Condition; readonly countedBy: CountedBy; readonly since: Day }

/** When a condition first held among the entity's days from `since` on; null: on none of them. The day before says what held already. */
export function findReached({ when, countedBy, since }: Asked, entity: Entity, rows: OwnRows): Reached | null {
  const holds = evaluateCondition(when, entity)
  for (let i = Math.max(0, since - entity.from); i < holds.length; i++) {
    if (holds[i] !== TRUE) continue
    const day = entity.from + i
    return { day, instant: momentOf(when, { entity, rows, countedBy, at: i }) }
  }
  return null
}

type At = { readonly entity: Entity; readonly rows: OwnRows; readonly countedBy: CountedBy; readonly at: number }

/**
 * The moment within the day at which the condition came to hold: of all its parts the last, of any the first. A part that held before is no news; one that counts
 * no events came to hold at the close.
 */
function momentOf(condition: Condition, where: At): Millis {
  switch (condition.kind) {
    case 'compare':
      return momentOfCount(condition, where)
    case 'all':
      return Math.max(startOf(where), ...condition.of.map((part) => momentOf(part, where)))
    case 'any': {
      const true_ = condition.of.filter((part) => evaluateCondition(part, where.entity)[where.at] === TRUE)
      return Math.min(closeOf(where), ...true_.map((part) => momentOf(part, where)))
    }
    case 'at-least': {
      const moments = condition.of
        .filter((part) => evaluateCondition(part, where.entity)[where.at] === TRUE)
        .map((part) => momentOf(part, where))
      return moments.sort((a, b) => a - b)[condition.n - 1] ?? closeOf(where)
    }
    case 'certain':
      return momentOf(condition.of, where)
    case 'not':
    case 'trait':
    case 'in-segment':
    case 'signal':
      return heldBefore(condition, where) ? startOf(where) : closeOf(where)
  }
}

function heldBefore(condition: Condition, { entity, at }: At): boolean {
  return at > 0 && evaluateCondition(condition, entity)[at - 1] === TRUE
}

/** Of the events that became known on the day: the first where one more was missing, else the last. */
function momentOfCount(condition: Extract<Condition, { readonly kind: 'compare' }>, where: At): Millis {
  if (heldBefore(condition, where)) return startOf(where)
  const { entity, rows, countedBy, at } = where
  const counted = countedBy.get(condition.quantity)
  if (counted === undefined) return closeOf(where)
  const before = at === 0 ? 0 : entity.values[condition.quantity]![at - 1]!
  const oneMissing = counted.byOne && compareNumbers((before || 0) + 1, condition.op, condition.value) === TRUE
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  visitRows(rows, counted.facts, (row, visible) => {
    if (visible !== entity.from + at) return
    first = Math.min(first, rows.block.firstTs[row]!)
    last = Math.max(last, rows.block.lastTs[row]!)
  })
  const moment = oneMissing ? first : last
  return Number.isFinite(moment) ? moment : closeOf(where)
}

function startOf({ entity, at }: At): Millis {
  return entity.knowing.zone.startOf(entity.from + at)
}

function closeOf({ entity, at }: At): Millis {
  return closeOfDay(entity, entity.from + at)
}

/** The last moment that a day's judgement sees: its close, or the moment judged within it. */
export function closeOfDay({ knowing }: Entity, day: Day): Millis {
  const close = knowing.zone.startOf(day + 1)
  return knowing.asOf === null ? close : Math.min(close, knowing.asOf)
}
