import { type Day, MS_PER_HOUR } from '../core/time.ts'
import type { MemberEntity, PersonEntity } from '../fold/entity.ts'
import { type FoldedAccount, foldAccount } from '../fold/fold-account.ts'
import type { FoldInput } from '../fold/fold-input.ts'
import { foldPerson, type PersonFoldInput } from '../fold/fold-person.ts'
import type { FoldSpace } from '../fold/fold-space.ts'
import { readEvent } from '../fold/read-event.ts'
import type { EventRow, FactBlock } from '../store/analytic/rows.ts'

/** Windows of hours reach no further. */
const HOURS_MAX = 48

/** An account within a day: the facts known before it, then the day's events as rows, in order of the log. */
export type DayOfEvents = {
  readonly day: Day
  readonly events: readonly EventRow[]
  /** Raw events known before the day that a window of hours may still reach. */
  readonly before: readonly EventRow[]
  readonly block: FactBlock
  /** Rows once event i has been applied: `end[i]`. */
  readonly end: Int32Array
}

type LayingOut = Pick<DayOfEvents, 'day' | 'events'> & {
  /** The facts known on the day tell what came before the events. */
  readonly withRowsOfDay: boolean
}

/** Lays out a known day's events after the facts known before them. */
export function layOutDay(fold: FoldInput | PersonFoldInput, { day, events, withRowsOfDay }: LayingOut): DayOfEvents {
  const earlier: number[] = []
  const until = withRowsOfDay ? day + 1 : day
  for (let r = fold.start; r < fold.end; r++) if (fold.block.knownDay[r]! < until) earlier.push(r)
  const added = events.map((event) => readEvent(fold.plan, event))
  const block = copyRows(fold.block, earlier, earlier.length + added.reduce((sum, facts) => sum + facts.length, 0))
  const end = new Int32Array(events.length)
  let row = earlier.length
  added.forEach((facts, i) => {
    const event = events[i]!
    for (const fact of facts) writeRow(block, row++, { event, fact, day, happened: fold.plan.zone.dayOf(event.ts) })
    end[i] = row
  })
  return { day, events, before: reachedFrom(fold, day), block, end }
}

function reachedFrom({ plan, recent }: Pick<FoldInput, 'plan' | 'recent'>, day: Day): EventRow[] {
  const { zone, product } = plan
  const since = zone.startOf(day) - HOURS_MAX * MS_PER_HOUR
  const known = (row: EventRow): Day => zone.dayOf(row.knownAt - product.closeDelayMinutes * 60_000)
  return recent?.filter((row) => row.ts >= since && known(row) < day) ?? []
}

type Moment = { readonly laid: DayOfEvents; readonly at: number; readonly person: number | null }

/** Folds the account, one member of it, or a person, as it stood when event `at` of the day had been applied. */
export function foldMoment(
  fold: FoldInput | PersonFoldInput,
  space: FoldSpace,
  { laid, at, person }: Moment,
): FoldedAccount | PersonEntity | null {
  const moment = {
    plan: fold.plan,
    space,
    block: laid.block,
    start: 0,
    end: laid.end[at]!,
    days: { from: laid.day, to: laid.day },
    view: 'decision' as const,
    asOf: laid.events[at]!.knownAt,
    recent: [...laid.before, ...laid.events.slice(0, at + 1)],
  }
  if ('person' in fold) return foldPerson({ ...fold, ...moment })
  let member: MemberEntity | null = null
  const account = foldAccount({
    ...moment,
    timeline: fold.timeline,
    reference: fold.reference ?? null,
    lookBack: fold.plan.looksBackAtEvents,
    onlyMember: person,
    onMember: (entity) => {
      if (entity.person === person) member = entity
    },
  })
  return person === null ? account : member
}

function copyRows(from: FactBlock, rows: readonly number[], size: number): FactBlock {
  const ints = (column: Int32Array): Int32Array => fill(new Int32Array(size), column, rows)
  const floats = (column: Float64Array): Float64Array => fill(new Float64Array(size).fill(Number.NaN), column, rows)
  return {
    rows: size,
    account: ints(from.account),
    fact: ints(from.fact),
    actor: ints(from.actor),
    day: ints(from.day),
    knownDay: ints(from.knownDay),
    n: ints(from.n),
    supersedes: fill(new Uint8Array(size), from.supersedes, rows),
    sum: floats(from.sum),
    firstTs: floats(from.firstTs),
    lastTs: floats(from.lastTs),
    lastValue: floats(from.lastValue),
    maxValue: floats(from.maxValue),
  }
}

function fill<T extends Int32Array | Float64Array | Uint8Array>(into: T, column: T, rows: readonly number[]): T {
  if (column.length > 0) for (let i = 0; i < rows.length; i++) into[i] = column[rows[i]!]!
  return into
}

type NewRow = {
  readonly event: EventRow
  readonly fact: ReturnType<typeof readEvent>[number]
  readonly day: Day
  readonly happened: Day
}

function writeRow(block: FactBlock, row: number, { event, fact, day, happened }: NewRow): void {
  block.account[row] = event.account
  block.fact[row] = fact.fact
  block.actor[row] = event.actor
  block.day[row] = happened
  block.knownDay[row] = day
  block.n[row] = 1
  block.sum[row] = fact.sum
  block.firstTs[row] = event.ts
  block.lastTs[row] = event.ts
  block.lastValue[row] = fact.gauge
  block.maxValue[row] = fact.gauge
}
