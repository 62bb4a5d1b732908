import type { Day } from '../../core/time.ts'
import { joinParts } from '../../fold/people/join-rows.ts'
import { readEvent } from '../../fold/read-event.ts'
import type { AnyJudgeInput, JudgeInput } from '../../judge/judge-input.ts'
import type { EventRow, FactBlock } from '../../store/analytic/rows.ts'

export type Gone = {
  /** The day on which they became known. */
  readonly day: Day
  /** All events that became known on the day. */
  readonly events: readonly EventRow[]
  readonly gone: (event: EventRow) => boolean
  /** Whether what was taken back on that day, because it belongs elsewhere, is put back too. */
  readonly takenBack: boolean
}

/**
 * The same account or person had some events of a day not become known. Facts add up events of one name, actor and day: those that hold one of the gone are made
 * anew from the events that stay. null: nothing would be different.
 */
export function withoutEvents<I extends AnyJudgeInput>(input: I, { day, events, gone, takenBack }: Gone): I | null {
  const left = input.events.filter((event) => !gone(event))
  const touched = keysOf(input, events.filter(gone))
  const kept = rowsWithout(input, { day, touched, back: takenBack })
  if (kept === null && left.length === input.events.length) return null
  const stayed =
    touched.size === 0
      ? []
      : factsOf(
          input,
          events.filter((event) => !gone(event)),
        ).filter(({ key }) => touched.has(key))
  const recent = input.fold.recent?.filter((event) => !gone(event)) ?? null
  const rows = kept === null ? {} : withRows(input.fold.block, kept, { knownDay: day, stayed })
  return { ...input, fold: { ...input.fold, ...rows, recent }, events: left }
}

/** The same account had what came by some logs, before the events at hand, not become known on the open day. null: nothing came by them. */
export function withoutEarlier(
  input: JudgeInput,
  day: Day,
  gone: (of: { readonly log: string }) => boolean,
): JudgeInput | null {
  const { fold, earlier = [] } = input
  const left = earlier.filter((one) => !gone(one))
  if (left.length === earlier.length) return null
  const kept: number[] = []
  for (let row = fold.start; row < fold.end; row++) if (fold.block.knownDay[row] !== day) kept.push(row)
  const before = { block: pickRows(fold.block, kept), start: 0, end: kept.length }
  return { ...input, fold: { ...fold, ...joinParts(before, left) }, earlier: left }
}

type Made = {
  readonly key: string
  readonly event: EventRow
  readonly day: Day
  readonly fact: number
  readonly sum: number
  readonly gauge: number
}

function factsOf({ fold: { plan } }: AnyJudgeInput, events: readonly EventRow[]): Made[] {
  return events.flatMap((event) => {
    const day = plan.zone.dayOf(event.ts)
    return readEvent(plan, event).map((made) => ({ ...made, key: keyOf(made.fact, event.actor, day), event, day }))
  })
}

function keysOf(input: AnyJudgeInput, events: readonly EventRow[]): ReadonlySet<string> {
  return new Set(factsOf(input, events).map(({ key }) => key))
}

function keyOf(fact: number, actor: number, day: Day): string {
  return `${fact}|${actor}|${day}`
}

type Left = { readonly day: Day; readonly touched: ReadonlySet<string>; readonly back: boolean }

/**
 * A person's rows hold what moved from one account to another twice, once negative: both go with the events, and what was only taken away is put back. null: all rows stay.
 */
function rowsWithout({ fold }: AnyJudgeInput, { day, touched, back }: Left): number[] | null {
  const { block } = fold
  const ofPerson = 'person' in fold
  const lost = ofPerson && back ? listLost(fold, day) : NOTHING_LOST
  const kept: number[] = []
  for (let row = fold.start; row < fold.end; row++) {
    const isBack = block.n[row]! < 0 || block.supersedes[row] === 1
    const key = () => keyOf(block.fact[row]!, block.actor[row]!, block.day[row]!)
    const goes = block.knownDay[row] === day && (isBack && !ofPerson ? back : touched.has(key()) || lost.has(key()))
    if (!goes) kept.push(row)
  }
  return kept.length === fold.end - fold.start ? null : kept
}

const NOTHING_LOST: ReadonlySet<string> = new Set()

/** What a person did, and what became known on a day not to count. */
function listLost({ block, start, end }: AnyJudgeInput['fold'], day: Day): ReadonlySet<string> {
  const net = new Map<string, number>()
  for (let row = start; row < end; row++) {
    if (block.knownDay[row] !== day) continue
    const key = keyOf(block.fact[row]!, block.actor[row]!, block.day[row]!)
    net.set(key, (net.get(key) ?? 0) + block.n[row]!)
  }
  return new Set([...net].flatMap(([key, n]) => (n < 0 ? [key] : [])))
}

type Again = { readonly knownDay: Day; readonly stayed: readonly Made[] }

function withRows(block: FactBlock, kept: readonly number[], { knownDay, stayed }: Again) {
  const rows = kept.length
  const grown = pickRows(block, [...kept, ...stayed.map(() => -1)])
  stayed.forEach(({ event, fact, day, sum, gauge }, i) => {
    const row = rows + i
    grown.account[row] = event.account
    grown.fact[row] = fact
    grown.actor[row] = event.actor
    grown.day[row] = day
    grown.knownDay[row] = knownDay
    grown.n[row] = 1
    grown.sum[row] = sum
    grown.firstTs[row] = event.ts
    grown.lastTs[row] = event.ts
    grown.lastValue[row] = gauge
    grown.maxValue[row] = gauge
  })
  return { block: grown, start: 0, end: grown.rows }
}

/** The rows, in their order; −1 leaves room for a new one. Columns that were not asked for stay empty. */
function pickRows(block: FactBlock, rows: readonly number[]): FactBlock {
  const pick = <T extends Int32Array | Float64Array | Uint8Array>(column: T): T => {
    const made = column.constructor as new (length: number) => T
    const picked = new made(column.length === 0 ? 0 : rows.length)
    for (let i = 0; i < picked.length; i++) picked[i] = column[rows[i]!] ?? 0
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
