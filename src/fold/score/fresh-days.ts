import type { ScorePart } from '../../config/expression.ts'
import { type Entity, type Reference, SOURCES } from '../entity.ts'

type Asked = {
  readonly entity: Pick<Entity, 'from' | 'to'>
  readonly reference: Reference | null
  readonly referenceLag: number
}
type Kept = Asked['entity'] & { readonly lag: number; readonly byPart: Map<ScorePart, Uint8Array | null> }

/** A reference says the same of every account that is folded over the same days: told once. */
const kept = new WeakMap<Reference, Kept>()
const NOWHERE: Reference = () => undefined

/** 1 on judged days on which a part's source was heard of within its freshness, 0 on the others; null: all of them, or it needs none. */
export function freshDays(
  { entity: { from, to }, reference, referenceLag: lag }: Asked,
  part: ScorePart,
): Uint8Array | null {
  if (part.source === null) return null
  const said = reference ?? NOWHERE
  let last = kept.get(said)
  if (last === undefined || last.from !== from || last.to !== to || last.lag !== lag) {
    last = { from, to, lag, byPart: new Map() }
    kept.set(said, last)
  }
  let fresh = last.byPart.get(part)
  if (fresh === undefined) {
    fresh = tellFresh(said, part, { from: from - lag, days: to - from + 1, lag })
    last.byPart.set(part, fresh)
  }
  return fresh
}

type Days = { readonly from: number; readonly days: number; readonly lag: number }

function tellFresh(reference: Reference, part: ScorePart, { from, days, lag }: Days): Uint8Array | null {
  const population = reference(SOURCES, part.source!)
  const fresh = new Uint8Array(days)
  for (let i = 0; i < days; i++) {
    const since = population?.points[from + i - population.from]?.[0]
    if (since !== undefined && since + lag <= part.freshDays) fresh[i] = 1
  }
  return fresh.every((one) => one === 1) ? null : fresh
}
