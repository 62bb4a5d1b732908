import { forgetBody } from '../../ingest/forget-body.ts'
import { type ForgottenSubject, forgetItem, traceBytes } from '../../ingest/forgotten-subject.ts'
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
    return {
      header,
      body: forgetBody(header, body, (item, around) => forgetItem(item, subject, { accountPaths, around })),
    }
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
