import type { LogFrame, MessagesHeader } from '../store/log/log-record.ts'
import type { CompiledSettings } from './ingest-settings.ts'
import { MAX_ITEM_BYTES } from './measure-json.ts'
import { type FrameInfo, isRecord, type JsonRecord, type RawMessage } from './message-draft.ts'
import { type NormalisedList, normaliseMessage, refusedMessage } from './normalise-message.ts'
import { hasLongDigitRun, quoteLargeNumbers } from './quote-large-numbers.ts'

/** Normalises the messages of one frame: its body is parsed once, and every position from `firstN` on gets a message, a refusal, or nothing. Control frames give nothing. */
export function normaliseFrame(frame: LogFrame, settings: CompiledSettings): NormalisedList {
  const list: NormalisedList = { messages: [], refused: [] }
  if (frame.header.kind !== 'messages') return list
  const info = frameInfo(frame.header)
  if (frame.header.shape === 'lines') normaliseLines(frame, info, settings, list)
  else normaliseBody(frame.header, frame.body, { info, settings, list })
  return list
}

/** What the messages of a frame share. */
export function frameInfo(header: MessagesHeader): FrameInfo {
  return {
    source: header.source,
    receivedAt: header.receivedAt,
    imported: header.imported,
    type: header.shape === 'single' ? (header.type ?? null) : null,
    context: null,
    sentAt: undefined,
  }
}

type Normalising = { readonly info: FrameInfo; readonly settings: CompiledSettings; readonly list: NormalisedList }

function normaliseBody(header: MessagesHeader, body: Buffer, at: Normalising): void {
  const parsed = parseJson(body)
  const items = parsed.ok ? itemsOf(parsed.value, header.shape) : []
  const shared = parsed.ok && header.shape === 'batch' && isRecord(parsed.value) ? parsed.value : null
  const frame = shared === null ? at.info : withShared(at.info, shared)
  const bytes = header.shape === 'single' || body.length <= MAX_ITEM_BYTES ? body.length : null
  for (let i = 0; i < header.count; i++) {
    const raw: RawMessage = { n: header.firstN + i, item: items[i], bytes, frame }
    if (parsed.ok) normaliseMessage(raw, at.settings, at.list)
    else at.list.refused.push(refusedMessage({ ...raw, item: body.toString('utf8') }, 'bad_json', parsed.detail))
  }
}

function withShared(info: FrameInfo, batch: JsonRecord): FrameInfo {
  return { ...info, context: isRecord(batch.context) ? batch.context : null, sentAt: batch.sentAt }
}

function itemsOf(value: unknown, shape: 'single' | 'batch' | 'lines'): readonly unknown[] {
  if (shape === 'single') return [value]
  if (Array.isArray(value)) return value
  return isRecord(value) && Array.isArray(value.batch) ? value.batch : []
}

type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly detail: string }

function parseJson(bytes: Buffer): Parsed {
  const text = bytes.toString('utf8')
  try {
    return { ok: true, value: JSON.parse(hasLongDigitRun(bytes) ? quoteLargeNumbers(text) : text) }
  } catch (error) {
    return { ok: false, detail: (error as Error).message }
  }
}

const NEWLINE = 0x0a

/** Each line that is not blank takes one position. */
function normaliseLines(frame: LogFrame, info: FrameInfo, settings: CompiledSettings, list: NormalisedList): void {
  const { body } = frame
  let n = frame.header.firstN
  for (let from = 0; from < body.length; ) {
    const end = body.indexOf(NEWLINE, from)
    const bytes = body.subarray(from, end === -1 ? body.length : end)
    from += bytes.length + 1
    if (!isBlank(bytes)) normaliseLine({ n: n++, bytes, info }, settings, list)
  }
}

export type FrameLine = { readonly n: number; readonly bytes: Buffer; readonly info: FrameInfo }

/** Normalises a line of a frame that is a message of its own. */
export function normaliseLine({ n, bytes, info }: FrameLine, settings: CompiledSettings, list: NormalisedList): void {
  const parsed = parseJson(bytes)
  const item = parsed.ok ? parsed.value : bytes.toString('utf8')
  const raw: RawMessage = { n, item, bytes: bytes.length, frame: info }
  if (parsed.ok) normaliseMessage(raw, settings, list)
  else list.refused.push(refusedMessage(raw, 'bad_json', parsed.detail))
}

export function isBlank(line: Buffer): boolean {
  for (const byte of line) if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return false
  return true
}
