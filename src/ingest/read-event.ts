import { cleanJson } from './clean-json.ts'
import { cleanLabel, cutText } from './clean-text.ts'
import {
  contextValue,
  describe,
  isRecord,
  type JsonRecord,
  type MessageDraft,
  refuse,
  type StepResult,
  warn,
} from './message-draft.ts'

export const MAX_NAME_LENGTH = 200

/** Step: the event's name. A page or screen without a name is called `Page` or `Screen`. */
export function readName(draft: MessageDraft): StepResult {
  if (draft.type !== 'track' && draft.type !== 'page' && draft.type !== 'screen') return null
  const sent = draft.type === 'track' ? draft.item.event : pageName(draft)
  if (typeof sent !== 'string' && typeof sent !== 'number')
    return refuse(draft, 'missing_event', `event is ${describe(sent)}`)
  const raw = String(sent)
  const name = cutText(cleanLabel(raw), MAX_NAME_LENGTH)
  if (name === '') return refuse(draft, 'missing_event', `event is ${describe(sent)}`)
  if (name !== raw) warn(draft, 'name_normalised')
  draft.name = name
  return null
}

function pageName(draft: MessageDraft): unknown {
  const name = draft.item.name
  if (typeof name === 'string' && name.trim() !== '') return name
  const properties = draft.item.properties
  const inner = isRecord(properties) ? properties.name : undefined
  if (typeof inner === 'string' && inner.trim() !== '') return inner
  return draft.type === 'page' ? 'Page' : 'Screen'
}

/** Step: properties as JSON text. Where it happened and what led there are folded in as `$page`, `$campaign`, `$referrer`, a page's category as `$category`. */
export function readProperties(draft: MessageDraft): StepResult {
  if (draft.type !== 'track' && draft.type !== 'page' && draft.type !== 'screen') return null
  const sent = draft.item.properties ?? undefined
  if (sent !== undefined && !isRecord(sent)) return refuse(draft, 'bad_properties', `properties is ${describe(sent)}`)
  let text = '{}'
  if (sent !== undefined) text = writeJson(draft, sent)
  text = foldIn(draft, text, { sent, key: '$page', value: contextValue(draft, 'page') })
  text = foldIn(draft, text, { sent, key: '$campaign', value: contextValue(draft, 'campaign') })
  text = foldIn(draft, text, { sent, key: '$referrer', value: contextValue(draft, 'referrer') })
  if (draft.type !== 'track') text = foldIn(draft, text, { sent, key: '$category', value: draft.item.category })
  draft.properties = text
  draft.sessionId = readSession(draft, sent)
  return null
}

type Folded = { readonly sent: JsonRecord | undefined; readonly key: string; readonly value: unknown }

function foldIn(draft: MessageDraft, text: string, { sent, key, value }: Folded): string {
  if (value === undefined || value === null || value === '') return text
  if (sent !== undefined && Object.hasOwn(sent, key)) return text
  return `${text.slice(0, -1)}${text.length > 2 ? ',' : ''}"${key}":${writeJson(draft, value)}}`
}

function writeJson(draft: MessageDraft, value: unknown): string {
  const clean = cleanJson(value)
  if (clean.numberKept) warn(draft, 'number_too_large')
  return clean.text
}

function readSession(draft: MessageDraft, properties: JsonRecord | undefined): string | null {
  const value = contextValue(draft, 'sessionId') ?? properties?.sessionId ?? properties?.session_id
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const session = cutText(cleanLabel(String(value)), MAX_NAME_LENGTH)
  return session === '' ? null : session
}
