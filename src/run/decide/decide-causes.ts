import { stateName } from '../../config/state-name.ts'
import { type Day, type Millis, MS_PER_DAY } from '../../core/time.ts'
import type { Cause } from '../../core/transition.ts'
import { decideCause } from '../../judge/decide-cause.ts'
import { judgeAccount } from '../../judge/judge-account.ts'
import type { JudgedTransition, JudgeInput } from '../../judge/judge-input.ts'
import type { AccountTimeline, EventRow, FactBlock } from '../../store/analytic/rows.ts'
import type { JudgedMerge } from './judged-merges.ts'

/**
 * The cause of each change: judged once more without what became known on its day by another way than behaviour - joins of persons and accounts, late rows
 * and corrections - and the first removal that undoes the change names it. Config and imports never get here: they are seeded silently, under their own cause.
 * `merges`: accounts that this one took in.
 */
export function decideCauses(
  input: JudgeInput,
  transitions: readonly JudgedTransition[],
  merges: readonly JudgedMerge[] = [],
): Cause[] {
  const known = new Map<string, ReadonlySet<string> | null>()
  const changesWithout = (removal: 'merge' | 'late', day: Day): ReadonlySet<string> | null => {
    const key = `${removal} ${day}`
    const before = known.get(key)
    if (before !== undefined) return before
    const less = removal === 'merge' ? withoutMerges(input, day, merges) : withoutLate(input, day)
    const changes = less === null ? null : new Set(judgeAccount(less).transitions.map(changeKey))
    known.set(key, changes)
    return changes
  }
  return transitions.map((transition) =>
    decideCause((removal) => {
      if (removal !== 'merge' && removal !== 'late') return false
      return changesWithout(removal, transition.asOf)?.has(changeKey(transition)) === false
    }),
  )
}

function changeKey({ signal, person, what, asOf }: JudgedTransition): string {
  return JSON.stringify([stateName(signal), person, what, asOf])
}

function isLate(event: EventRow): boolean {
  return event.knownAt - event.ts > MS_PER_DAY
}

/** null: nobody was joined on that day, and no account came in. */
function withoutMerges(input: JudgeInput, day: Day, merges: readonly JudgedMerge[]): JudgeInput | null {
  const { fold } = input
  const { zone, product } = fold.plan
  const isNew = (knownAt: Millis): boolean => zone.dayOf(knownAt - product.closeDelayMinutes * 60_000) === day
  const links = fold.timeline.links.filter((link) => !isNew(link.knownAt))
  const came = merges.filter((merge) => merge.day === day)
  if (links.length === fold.timeline.links.length && came.length === 0) return null
  const timeline: AccountTimeline = { ...fold.timeline, links }
  return {
    ...input,
    fold: came.length === 0 ? { ...fold, timeline } : withoutIncoming({ ...fold, timeline }, day, came),
  }
}

/** What an account brought along became known with the merge: its members and traits at that instant, its facts of earlier days on that day. */
function withoutIncoming(fold: Fold, day: Day, merges: readonly JudgedMerge[]): Fold {
  const instants = new Set(merges.map(({ knownAt }) => knownAt))
  const stays = ({ knownAt }: { readonly knownAt: Millis }): boolean => !instants.has(knownAt)
  const { members, traits } = fold.timeline
  const timeline = { ...fold.timeline, members: members.filter(stays), traits: traits.filter(stays) }
  return { ...(keepRows(fold, (known, happened) => known !== day || happened === day) ?? fold), timeline }
}

/** Without rows and events that became known on that day but are of a day more than one before: later than 24 hours, or a correction. null: there are none. */
function withoutLate(input: JudgeInput, day: Day): JudgeInput | null {
  const fold = keepRows(input.fold, (known, happened) => known !== day || known - happened < 2)
  const events = input.events.filter((event) => !isLate(event))
  if (fold === null && events.length === input.events.length) return null
  const kept = fold ?? input.fold
  const recent = kept.recent?.filter((event) => !isLate(event)) ?? null
  return { ...input, fold: { ...kept, recent }, events }
}

type Fold = JudgeInput['fold']

/** null: all are kept. */
function keepRows(fold: Fold, keep: (knownDay: Day, day: Day) => boolean): Fold | null {
  const { block } = fold
  const kept: number[] = []
  for (let row = fold.start; row < fold.end; row++)
    if (keep(block.knownDay[row] ?? 0, block.day[row] ?? 0)) kept.push(row)
  if (kept.length === fold.end - fold.start) return null
  return { ...fold, block: pickRows(block, kept), start: 0, end: kept.length }
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
