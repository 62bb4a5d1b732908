import { FALSE, TRUE, UNKNOWN } from '../../fold/compare-value.ts'
import type { Entity } from '../../fold/entity.ts'
import { makeMaskPool, resetMasks } from '../../fold/mask-pool.ts'
import { judgeConditions, standingAt } from '../../judge/judge-condition.ts'
import type { KeptDays } from './keep-daily.ts'
import { SWEPT, withoutThreshold } from './split-rule.ts'
import { entityOf, type WhatIfTable } from './what-if-table.ts'

/** Where the three answers begin in the number of a day: whether it may open, begins to wait anew, ends. Behind each, one bit for false, one for true, one for unknown. */
export const OPENS = 0
export const RESETS = 3
export const ENDS = 6
/** Between which this thread is lent to others. */
export const ENTITIES_AT_A_TIME = 250

/**
 * What a rule says of each day of an entity whichever way the comparison with the threshold at a place turns out: everything else is answered once, and kept. One
 * number a day, of bits. null: the entity is left out.
 */
export async function answerRest(
  table: WhatIfTable,
  at: string,
  pause: () => Promise<void>,
): Promise<readonly (Uint16Array | null)[]> {
  const known = table.answers.get(at)
  if (known !== undefined) return known
  const answered: (Uint16Array | null)[] = []
  const answer = unitAnswers(table, at)
  for (const [entity, unit] of table.kept.entries()) {
    if (entity % ENTITIES_AT_A_TIME === 0) await pause()
    answered.push(unit === null ? null : answer(unit))
  }
  table.answers.set(at, answered)
  return answered
}

function unitAnswers(table: WhatIfTable, at: string): (unit: KeptDays) => Uint16Array {
  const rule = withoutThreshold(table.split.rule, at)
  const days = table.days.to - table.days.from + 1
  const masks = makeMaskPool()
  const ways = [FALSE, TRUE, UNKNOWN].map((answer) => new Uint8Array(days).fill(answer))
  return (unit) => {
    const answers = new Uint16Array(days)
    ways.forEach((mask, answer) => {
      resetMasks(masks, days)
      const entity = entityOf(table, unit, masks)
      addAnswers(answers, { rule, answer, entity: withSwept(entity, mask) })
    })
    return answers
  }
}

function withSwept(entity: Entity, mask: Uint8Array): Entity {
  return { ...entity, signals: new Map([...entity.signals, [SWEPT, mask]]) }
}

type Way = {
  readonly rule: WhatIfTable['split']['rule']
  readonly answer: number
  readonly entity: Entity
}

function addAnswers(answers: Uint16Array, { rule, answer, entity }: Way): void {
  const conditions = judgeConditions(rule, entity)
  for (let day = 0; day < answers.length; day++) {
    const { applies, when, until } = standingAt(conditions, day, entity.present)
    const ended = until === null ? when === FALSE : until === TRUE
    if (applies === TRUE && when === TRUE) answers[day]! |= 1 << (OPENS + answer)
    if (applies === FALSE || when === FALSE) answers[day]! |= 1 << (RESETS + answer)
    if (applies === FALSE || ended) answers[day]! |= 1 << (ENDS + answer)
  }
}
