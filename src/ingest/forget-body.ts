import type { MessagesHeader } from '../store/log/log-record.ts'
import { isRecord, type JsonRecord } from './message-draft.ts'
import { hasLongDigitRun, quoteLargeNumbers } from './quote-large-numbers.ts'

/** Gives an item as it may stay; the same one: all of it may. `around`: what the batch says of all its items. */
export type ForgetOne = (item: unknown, around: unknown) => unknown

/** A body of the log with some items said otherwise; what stood there keeps its place. The same bytes: nothing was. */
export function forgetBody({ shape }: Pick<MessagesHeader, 'shape'>, body: Buffer, forget: ForgetOne): Buffer {
  if (shape === 'lines') return forgetLines(body, forget)
  const parsed = parse(body.toString('utf8'))
  // What is no JSON was refused whole, and says what it says to nobody.
  if (parsed === undefined) return Buffer.from('{}')
  if (shape === 'single') return changed(body, parsed, forget(parsed, undefined))
  const whole = isRecord(parsed) ? parsed : undefined
  const list = Array.isArray(parsed) ? parsed : Array.isArray(whole?.batch) ? whole.batch : []
  const items = list.map((item) => forget(item, whole?.context))
  const context = forgetContext(whole, forget)
  if (context === whole?.context && items.every((item, i) => item === list[i])) return body
  return write(whole === undefined ? items : { ...whole, context, batch: items })
}

/** What a batch says of all its items; of somebody forgotten it says nothing. */
function forgetContext(whole: JsonRecord | undefined, forget: ForgetOne): unknown {
  if (whole?.context === undefined) return undefined
  const said = { context: whole.context }
  const left = forget(said, undefined)
  return left === said ? whole.context : isRecord(left) ? left.context : undefined
}

function forgetLines(body: Buffer, forget: ForgetOne): Buffer {
  const lines = body.toString('utf8').split('\n')
  const next = lines.map((line) => {
    if (line.trim() === '') return line
    const item = parse(line)
    const left = item === undefined ? {} : forget(item, undefined)
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
