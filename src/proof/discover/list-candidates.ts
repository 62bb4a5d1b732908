import type { FactKey } from '../../config/fact-key.ts'
import { factOfName, nameOfFact } from '../../config/fact-key.ts'
import { ACTIVE_KINDS, type EventKind, type Model, type Outcome } from '../../config/model.ts'
import { unknownName } from '../unknown-name.ts'
import type { CandidateRole } from './beginners.ts'

/** An event that may be looked at. */
export type CandidateDraft = {
  readonly key: string
  readonly title: string
  readonly role: CandidateRole
  readonly facts: readonly FactKey[]
  /** null: the configuration does not name it. */
  readonly kind: EventKind | null
}

export type LeftOutEvent = { readonly event: string; readonly why: 'outcome' | 'vanity' | 'support' | 'after_outcome' }
export type CandidateList = {
  readonly candidates: readonly CandidateDraft[]
  readonly leftOut: readonly LeftOutEvent[]
}

/** Being there is no step: whoever stays does it, and nobody can be helped to it. */
const VANITY =
  /sign(ed)?[ _-]?(in|up|out)|log(ged)?[ _-]?(in|out)|session|page[ _-]?view|heartbeat|app[ _-]?open|account[ _-]?(created|deleted)|trial[ _-]?(started|ended)/i
const INTENT = /pricing|billing|upgrade|checkout|\bplans?\b|quote/i
const NEUTRAL = /avatar|theme|profile|tour/i
/** What is paid, and what ends it, is the outcome itself. */
const MONEY = /subscri|payment|invoice|purchas|cancel|churn|refund|order[ _-]completed/i

/**
 * The events of the configuration, and the names that it does not mention. `neutral`: keys or names of events without any meaning for the outcome; null: those that
 * look like it. @throws unknown_name
 */
export function listCandidates(
  model: Pick<Model, 'events'>,
  { names, outcome, neutral }: { names: readonly FactKey[]; outcome: Outcome; neutral: readonly string[] | null },
): CandidateList {
  const known = new Set(
    model.events.flatMap(({ names: own, call }) => own.map((name) => factOfName(call, name) as string)),
  )
  const configured = model.events.map(({ key, names: own, facts, kind, call }) => ({
    ...{ key, title: own[0] ?? key, facts, kind, isPlace: call !== 'track' },
  }))
  const others = names
    .filter((fact) => !known.has(fact))
    .map((fact) => ({
      ...{ key: nameOfFact(fact), title: nameOfFact(fact), facts: [fact], kind: null, isPlace: false },
    }))
  const all = [...configured, ...others]
  for (const name of neutral ?? [])
    if (!all.some((one) => one.key === name || one.title === name))
      throw unknownName('event', name, all.map(({ key }) => key).slice(0, 50))
  const leftOut: LeftOutEvent[] = []
  const candidates = all.flatMap((one): CandidateDraft[] => {
    const why = refusalOf(one, outcome)
    if (why !== null) leftOut.push({ event: one.title, why })
    const { key, title, facts, kind } = one
    return why === null ? [{ key, title, facts, kind, role: roleOf(one, neutral) }] : []
  })
  return { candidates, leftOut }
}

type Draft = Omit<CandidateDraft, 'role'> & { readonly isPlace: boolean }

function refusalOf({ title, facts, kind, isPlace }: Draft, { rule }: Outcome): LeftOutEvent['why'] | null {
  if (rule.kind === 'event' && rule.facts.some((fact) => facts.includes(fact))) return 'outcome'
  if (rule.kind !== 'event' && MONEY.test(title)) return 'outcome'
  if (kind === 'support') return 'support'
  const isUse = kind !== null && ACTIVE_KINDS.includes(kind)
  return !isUse && kind !== 'intent' && (isPlace || VANITY.test(title)) ? 'vanity' : null
}

function roleOf({ key, title, kind }: Draft, neutral: readonly string[] | null): CandidateRole {
  if (neutral !== null && (neutral.includes(key) || neutral.includes(title))) return 'neutral'
  if (kind === 'intent' || INTENT.test(title)) return 'intent'
  const isUse = kind !== null && ACTIVE_KINDS.includes(kind)
  return neutral === null && !isUse && NEUTRAL.test(title) ? 'neutral' : 'step'
}
