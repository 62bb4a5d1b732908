import type { NormalisedMessage, Reason, RefusedMessage } from '../store/analytic/message.ts'
import { buildMessages } from './build-messages.ts'
import { checkExclusions } from './check-exclusions.ts'
import { cutText } from './clean-text.ts'
import type { CompiledSettings } from './ingest-settings.ts'
import { isRecord, type MessageDraft, type RawMessage, type StepResult, startDraft } from './message-draft.ts'
import { NUMBER_MARK } from './quote-large-numbers.ts'
import { readName, readProperties } from './read-event.ts'
import { readAccount, readActor } from './read-identity.ts'
import { checkShape, readType } from './read-shape.ts'
import { readMembership, readSubscription } from './read-subscription.ts'
import { readMessageId, readTime } from './read-time.ts'
import { readTraits } from './read-traits.ts'

type Step = {
  readonly name: string
  readonly run: (draft: MessageDraft, settings: CompiledSettings) => StepResult
}

/** What happens to every message, in this order. The first step that refuses ends it. */
export const STEPS: readonly Step[] = [
  { name: 'shape', run: checkShape },
  { name: 'type', run: readType },
  { name: 'actor', run: readActor },
  { name: 'account', run: readAccount },
  { name: 'name', run: readName },
  { name: 'properties', run: readProperties },
  { name: 'traits', run: readTraits },
  { name: 'membership', run: readMembership },
  { name: 'subscription', run: readSubscription },
  { name: 'time', run: readTime },
  { name: 'message id', run: readMessageId },
  { name: 'exclusions', run: checkExclusions },
]

/** Where the messages of a frame end up. */
export type NormalisedList = { readonly messages: NormalisedMessage[]; readonly refused: RefusedMessage[] }

/** Normalises one message into `into`: one or two messages, a refusal, or nothing (a page that the config does not list). Of a message that is kept without some of its traits, both. */
export function normaliseMessage(raw: RawMessage, settings: CompiledSettings, into: NormalisedList): void {
  const draft = startDraft(raw)
  for (const step of STEPS) {
    const reason = step.run(draft, settings)
    if (reason !== null) {
      into.refused.push(refusedMessage(raw, reason, draft.detail))
      return
    }
  }
  buildMessages(draft, settings, into.messages)
  if (draft.traitsLeftOut > 0) into.refused.push(refusedMessage(raw, 'traits_left_out', leftOut(draft.traitsLeftOut)))
}

function leftOut(traits: number): string {
  return `${traits} of its traits: beyond 500, or longer than 4,000 characters`
}

const MAX_RAW = 32 * 1_024
const MAX_DETAIL = 200
const WRITTEN_MARK = JSON.stringify(NUMBER_MARK).slice(1, -1)

export function refusedMessage(raw: RawMessage, reason: Reason, detail: string): RefusedMessage {
  const text = typeof raw.item === 'string' ? raw.item : rawText(raw.item, reason)
  return {
    n: raw.n,
    source: raw.frame.source,
    receivedAt: raw.frame.receivedAt,
    reason,
    detail: cutText(detail, MAX_DETAIL).toWellFormed().replaceAll('\0', ''),
    raw: cutText(text, MAX_RAW).toWellFormed().replaceAll('\0', ''),
  }
}

/** Writing a value nested a hundred thousand times would overflow the stack. Of a row that no importer could read, its own text. */
function rawText(item: unknown, reason: Reason): string {
  if (reason === 'bad_row' && isRecord(item) && typeof item.raw === 'string') return item.raw
  return reason === 'too_deep' ? '' : (JSON.stringify(item) ?? '').replaceAll(WRITTEN_MARK, '')
}
