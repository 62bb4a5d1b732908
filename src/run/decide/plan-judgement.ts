import type { Day } from '../../core/time.ts'
import type { ControlHeader } from '../../store/log/log-record.ts'

/** An event at which some signal is judged: of its account, of the person (by the actor that sent it), or both. */
export type Trigger = {
  readonly n: number
  readonly day: Day
  readonly account: number | null
  readonly actor: number | null
}

/** What is to be judged, in order of the log; each step ends at position `upTo`, and begins behind the one before. */
export type JudgementStep =
  | {
      readonly kind: 'events'
      readonly day: Day
      readonly after: number
      readonly upTo: number
      readonly accounts: Int32Array
      readonly actors: Int32Array
    }
  | { readonly kind: 'close'; readonly from: Day; readonly to: Day; readonly upTo: number }
  | { readonly kind: 'merge'; readonly merge: Merged; readonly upTo: number }

type Merged = Extract<ControlHeader, { kind: 'account_merged' }>

export type Stretch = {
  readonly after: number
  readonly upTo: number
  readonly controls: readonly ControlHeader[]
  readonly triggers: readonly Trigger[]
}

/**
 * Cuts a stretch of the live log into steps: events of one known day, closes of days, merges of accounts. Closes without triggers between them are one step: a server that
 * slept for a month judges it in one pass.
 */
export function planJudgement({ after, upTo, controls, triggers }: Stretch): JudgementStep[] {
  const marks: readonly (Mark | Trigger)[] = [...controls.flatMap(toMark), ...triggers].sort((a, b) => a.n - b.n)
  const steps: JudgementStep[] = []
  let at = after
  for (const mark of marks) {
    const last = steps.at(-1)
    if ('merge' in mark) {
      steps.push({ kind: 'merge', merge: mark.merge, upTo: mark.n })
    } else if (!('account' in mark)) {
      if (last?.kind === 'close' && last.to === mark.day - 1)
        steps[steps.length - 1] = { ...last, to: mark.day, upTo: mark.n }
      else steps.push({ kind: 'close', from: mark.day, to: mark.day, upTo: mark.n })
    } else if (last?.kind === 'events' && last.day === mark.day) {
      steps[steps.length - 1] = { ...last, upTo: mark.n, ...addTo(last, mark) }
    } else {
      steps.push({ kind: 'events', day: mark.day, after: at, upTo: mark.n, ...addTo(NOBODY, mark) })
    }
    at = mark.n
  }
  return at < upTo ? withRest(steps, at, upTo) : steps
}

/** Positions behind the last mark are judged too: nothing happens there. */
function withRest(steps: readonly JudgementStep[], at: number, upTo: number): JudgementStep[] {
  const last = steps.at(-1)
  if (last?.kind === 'events') return [...steps.slice(0, -1), { ...last, upTo }]
  return [...steps, { kind: 'events', day: 0, after: at, upTo, ...NOBODY }]
}

type Mark = { readonly n: number; readonly day: Day } | { readonly n: number; readonly merge: Merged }

function toMark(control: ControlHeader): Mark[] {
  if (control.kind === 'account_merged') return [{ n: control.firstN, merge: control }]
  return control.kind === 'day_closed' ? [{ n: control.firstN, day: control.day }] : []
}

type Concerned = { readonly accounts: Int32Array; readonly actors: Int32Array }

const NOBODY: Concerned = { accounts: new Int32Array(), actors: new Int32Array() }

function addTo({ accounts, actors }: Concerned, { account, actor }: Trigger): Concerned {
  return { accounts: add(accounts, account), actors: add(actors, actor) }
}

function add(ids: Int32Array, id: number | null): Int32Array {
  return id === null || ids.includes(id) ? ids : Int32Array.from([...ids, id]).sort()
}
