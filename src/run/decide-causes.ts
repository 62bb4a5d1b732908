import { MS_PER_DAY } from '../core/time.ts'
import type { Cause } from '../core/transition.ts'
import { decideCause, type Removal } from '../judge/decide-cause.ts'
import { judgeAccount } from '../judge/judge-account.ts'
import type { JudgedTransition, JudgeInput } from '../judge/judge-input.ts'
import type { AccountTimeline, EventRow, FactBlock } from '../store/analytic/rows.ts'

/**
 * The cause of each change of one judged day: judged once more without what became known that day by another way than behaviour - joins of persons, late rows and
 * corrections - and the first removal that undoes the change names it. Config and imports never get here: they are seeded silently, under their own cause.
 */
export function decideCauses(input: JudgeInput, transitions: readonly JudgedTransition[]): Cause[] {
  const without = new Map<Removal, ReadonlySet<string>>()
  const changesWithout = (removal: 'merge' | 'late'): ReadonlySet<string> => {
    const known = without.get(removal)
    if (known !== undefined) return known
    const fold = removal === 'merge' ? withoutJoins(input.fold) : withoutLateRows(input.fold)
    const events = removal === 'late' ? input.events.filter((event) => !isLate(event)) : input.events
    const changes =
      fold === null && events.length === input.events.length
        ? null
        : judgeAccount({ ...input, fold: fold ?? input.fold, events }).transitions
    const keys = new Set((changes ?? transitions).map(changeKey))
    without.set(removal, keys)
    return keys
  }
  return transitions.map((transition) =>
    decideCause((removal) =>
      removal === 'merge' || removal === 'late' ? !changesWithout(removal).has(changeKey(transition)) : false,
    ),
  )
}

function changeKey({ signal, person, what }: JudgedTransition): string {
  return JSON.stringify([signal.key, person, what])
}

function isLate(event: EventRow): boolean {
  return event.knownAt - event.ts > MS_PER_DAY
}

type Fold = JudgeInput['fold']

/** null: no join became known on the judged day. */
function withoutJoins(fold: Fold): Fold | null {
  const { zone, product } = fold.plan
  const isNew = (knownAt: number): boolean => zone.dayOf(knownAt - product.closeDelayMinutes * 60_000) >= fold.days.from
  const links = fold.timeline.links.filter((link) => !isNew(link.knownAt))
  if (links.length === fold.timeline.links.length) return null
  const timeline: AccountTimeline = { ...fold.timeline, links }
  return { ...fold, timeline }
}

/** Leaves out rows that became known on the judged day but are of a day more than one before: known later than 24 hours, or a correction. null: there are none. */
function withoutLateRows(fold: Fold): Fold | null {
  const { block } = fold
  const kept: number[] = []
  for (let row = fold.start; row < fold.end; row++) {
    const late = (block.knownDay[row] ?? 0) >= fold.days.from && (block.knownDay[row] ?? 0) - (block.day[row] ?? 0) >= 2
    if (!late) kept.push(row)
  }
  return kept.length === fold.end - fold.start
    ? null
    : { ...fold, block: pickRows(block, kept), start: 0, end: kept.length }
}

function pickRows(block: FactBlock, rows: readonly number[]): FactBlock {
  const pick = <T extends Int32Array | Float64Array | Uint8Array>(column: T): T => {
    const picked = column.slice(0, column.length === 0 ? 0 : rows.length) as T
    for (let i = 0; i < picked.length; i++) picked[i] = column[rows[i] ?? 0] ?? 0
    return picked
  }
  return {
    rows: rows.length,
    account: pick(block.account),
    fact: pick(block.fact),
    actor: pick(block.actor),
    day: pick(block.day),
    knownDay: pick(block.knownDay),
    n: pick(block.n),
    supersedes: pick(block.supersedes),
    sum: pick(block.sum),
    firstTs: pick(block.firstTs),
    lastTs: pick(block.lastTs),
    lastValue: pick(block.lastValue),
    maxValue: pick(block.maxValue),
  }
}
