import { type ForgottenSubject, forgetItem, traceBytes } from '../../ingest/forgotten-subject.ts'
import { isRecord } from '../../ingest/message-draft.ts'
import { hasLongDigitRun, quoteLargeNumbers } from '../../ingest/quote-large-numbers.ts'
import { listLogs } from '../../store/log/list-segments.ts'
import type { LogHeader, MessagesHeader } from '../../store/log/log-record.ts'
import { rewriteLog } from '../../store/log/rewrite-log.ts'

/** Takes a subject out of every log of a folder that nobody holds. What stood there keeps its positions. Gives how many frames said something of it. */
export function forgetInLogs(
  dataDir: string,
  subject: ForgottenSubject,
  accountPaths: readonly (readonly string[])[],
): number {
  const traces = traceBytes(subject)
  const rewrite = (header: LogHeader, body: Buffer): { header: LogHeader; body: Buffer } => {
    if (header.kind !== 'messages') return { header: forgetControl(header, subject), body }
    if (!traces.some((trace) => body.includes(trace))) return { header, body }
    return { header, body: forgetBody(header, body, (item) => forgetItem(item, subject, accountPaths)) }
  }
  return listLogs(dataDir).reduce((sum, log) => sum + rewriteLog(dataDir, log, rewrite).frames, 0)
}

/** A record of a merge or a split that names them is no record of anybody any more. */
function forgetControl(header: Exclude<LogHeader, MessagesHeader>, { of, keys }: ForgottenSubject): LogHeader {
  const { receivedAt, firstN, count } = header
  const lost: LogHeader = { kind: 'lost', receivedAt, firstN, count }
  if (of === 'account') {
    const names = header.kind === 'account_merged' || header.kind === 'account_split' ? [header.from, header.into] : []
    return names.some((name) => keys.includes(name)) ? lost : header
  }
  if (header.kind !== 'account_split') return header
  const persons = header.persons.filter((person) => !keys.includes(person) && !keys.includes(`u:${person}`))
  return persons.length === header.persons.length ? header : { ...header, persons }
}

function forgetBody(header: MessagesHeader, body: Buffer, forget: (item: unknown) => unknown): Buffer {
  if (header.shape === 'lines') return forgetLines(body, forget)
  const parsed = parse(body.toString('utf8'))
  // What is no JSON was refused whole, and says what it says to nobody.
  if (parsed === undefined) return Buffer.from('{}')
  if (header.shape === 'single') return changed(body, parsed, forget(parsed))
  const list = Array.isArray(parsed) ? parsed : isRecord(parsed) && Array.isArray(parsed.batch) ? parsed.batch : []
  const items = list.map(forget)
  if (items.every((item, i) => item === list[i])) return body
  const whole = Array.isArray(parsed) ? items : { ...(parsed as object), batch: items }
  return write(whole)
}

function forgetLines(body: Buffer, forget: (item: unknown) => unknown): Buffer {
  const lines = body.toString('utf8').split('\n')
  const next = lines.map((line) => {
    if (line.trim() === '') return line
    const item = parse(line)
    const left = item === undefined ? {} : forget(item)
    return left === item ? line : write(left).toString()
  })
  return next.every((line, i) => line === lines[i]) ? body : Buffer.from(next.join('\n'))
}

function changed(body: Buffer, before: unknown, after: unknown): Buffer {
  return before === after ? body : write(after)
}

/** Large numbers stay as they were written, digit for digit. */
function write(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value).replaceAll(MARKED, '$1'))
}

const MARKED = /"\\u0000\\u0000([^"]*)"/g

function parse(text: string): unknown {
  try {
    return JSON.parse(hasLongDigitRun(Buffer.from(text)) ? quoteLargeNumbers(text) : text)
  } catch {
    return undefined
  }
}
