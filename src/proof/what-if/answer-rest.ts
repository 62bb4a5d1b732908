import type { Condition } from '../../config/expression.ts'
import type { Rule } from '../../config/model.ts'
import { FALSE, TRUE, UNKNOWN } from '../../fold/compare-value.ts'
import type { Entity } from '../../fold/entity.ts'
import { evaluateCondition } from '../../fold/evaluate-condition.ts'
import { makeMaskPool } from '../../fold/mask-pool.ts'
import { judgeConditions } from '../../judge/judge-condition.ts'
import type { KeptDays } from './keep-daily.ts'
import { SWEPT, withoutThreshold } from './split-rule.ts'
import { openerOf, type WhatIfTable } from './what-if-table.ts'

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
  const ways = [FALSE, TRUE, UNKNOWN].map((answer) => new Uint8Array(days).fill(answer))
  const open = openerOf(table, makeMaskPool())
  return (kept) => {
    const answers = new Uint16Array(days)
    const entity = open(kept)
    const once = answerOnce(rule, at, entity)
    const signals = new Map([...entity.signals, ...once.masks])
    const asked = { ...entity, signals }
    ways.forEach((mask, answer) => {
      signals.set(SWEPT, mask)
      addAnswers(answers, { rule: once.rule, answer, entity: asked, suspended: table.suspended })
    })
    return answers
  }
}

type Once = { readonly rule: Rule; readonly masks: readonly (readonly [string, Uint8Array])[] }

/** The parts of a rule in which the threshold is not, each asked once, under its name. What escalates neither opens nor closes. */
function answerOnce(rule: Rule, at: string, entity: Entity): Once {
  const masks: [string, Uint8Array][] = []
  const once = (part: 'for' | 'when' | 'until', condition: Condition): Condition => {
    if (at.startsWith(part)) return condition
    masks.push([part, evaluateCondition(condition, entity)])
    return { kind: 'signal', signal: part }
  }
  const parts = {
    for: rule.for === null ? null : once('for', rule.for),
    when: once('when', rule.when),
    until: rule.until === null ? null : once('until', rule.until),
  }
  return { rule: { ...rule, ...parts, escalate: null }, masks }
}

type Way = {
  readonly rule: Rule
  readonly answer: number
  readonly entity: Entity
  readonly suspended: WhatIfTable['suspended']
}

function addAnswers(answers: Uint16Array, { rule, answer, entity, suspended }: Way): void {
  const { present } = entity
  const { applies, when, until } = judgeConditions(rule, entity)
  const table = until === null ? WITHOUT_UNTIL : WITH_UNTIL
  for (let day = 0; day < answers.length; day++) {
    // Unknown in every way: it neither opens, resets nor ends.
    if (suspended?.[day] === 1 && present[day] !== 0) continue
    const here = present[day] === 0 ? FALSE : applies === null ? TRUE : applies[day]!
    answers[day]! |= table[9 * here + 3 * when[day]! + (until === null ? 0 : until[day]!)]! << answer
  }
}

/** What a day says, by whether the rule applies (× 9), its condition (× 3) and what ends it: each false, true or unknown. */
const [WITHOUT_UNTIL, WITH_UNTIL] = [false, true].map((hasUntil) =>
  Uint16Array.from({ length: 27 }, (_, at) => {
    const [applies, when, until] = [Math.floor(at / 9), Math.floor(at / 3) % 3, at % 3]
    const opens = applies === TRUE && when === TRUE
    const resets = applies === FALSE || when === FALSE
    const ends = applies === FALSE || (hasUntil ? until === TRUE : when === FALSE)
    return (opens ? 1 << OPENS : 0) | (resets ? 1 << RESETS : 0) | (ends ? 1 << ENDS : 0)
  }),
) as [Uint16Array, Uint16Array]
