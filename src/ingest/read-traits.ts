import type { TraitValue } from '../store/analytic/message.ts'
import { cleanJson } from './clean-json.ts'
import { cleanLabel, cleanText, cutText } from './clean-text.ts'
import {
  describe,
  isRecord,
  type JsonRecord,
  type MessageDraft,
  refuse,
  type StepResult,
  warn,
} from './message-draft.ts'
import { NUMBER_MARK } from './quote-large-numbers.ts'

const MAX_TRAITS = 500
const MAX_KEY_LENGTH = 200
const MAX_NESTING = 3
/** In characters: all that is known of everybody is kept in memory. */
const MAX_VALUE_LENGTH = 4_000

/** Step: traits of an identify or group, 500 at most. Nested objects become dotted keys (`address.city`), lists become JSON text; text ends after 4,000 characters. */
export function readTraits(draft: MessageDraft): StepResult {
  if (draft.type !== 'identify' && draft.type !== 'group') return null
  const sent = draft.item.traits
  if (sent === undefined || sent === null) return null
  if (!isRecord(sent)) return refuse(draft, 'bad_properties', `traits is ${describe(sent)}`)
  const traits: Record<string, TraitValue> = Object.create(null)
  collectTraits(draft, sent, { into: traits, prefix: '', depth: 1, left: MAX_TRAITS })
  draft.traits = traits
  if (draft.type === 'group') draft.role = readRole(traits.role)
  return null
}

export function readRole(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const role = cutText(cleanLabel(value), MAX_KEY_LENGTH)
  return role === '' ? null : role
}

type Collecting = {
  readonly into: Record<string, TraitValue>
  readonly prefix: string
  readonly depth: number
  left: number
}

function collectTraits(draft: MessageDraft, from: JsonRecord, at: Collecting): void {
  for (const [rawKey, value] of Object.entries(from)) {
    if (at.left <= 0) {
      draft.traitsLeftOut++
      continue
    }
    const key = cutText(at.prefix + cleanLabel(rawKey), MAX_KEY_LENGTH)
    if (isRecord(value) && at.depth < MAX_NESTING) {
      const inner = { into: at.into, prefix: `${key}.`, depth: at.depth + 1, left: at.left }
      collectTraits(draft, value, inner)
      at.left = inner.left
    } else {
      at.left--
      at.into[key] = shortened(draft, traitValue(draft, value))
    }
  }
}

function shortened(draft: MessageDraft, value: TraitValue): TraitValue {
  if (typeof value !== 'string' || value.length <= MAX_VALUE_LENGTH) return value
  draft.traitsLeftOut++
  return cutText(value, MAX_VALUE_LENGTH)
}

function traitValue(draft: MessageDraft, value: unknown): TraitValue {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') {
    if (value.startsWith(NUMBER_MARK)) warn(draft, 'number_too_large')
    return cleanText(value)
  }
  if (typeof value !== 'number') return listText(draft, value)
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value
  warn(draft, 'number_too_large')
  return String(value)
}

function listText(draft: MessageDraft, value: unknown): string {
  const { text, numberKept } = cleanJson(value)
  if (numberKept) warn(draft, 'number_too_large')
  return text
}
