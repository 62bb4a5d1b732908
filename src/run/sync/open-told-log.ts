import type { SourceName } from '../../contract/sources.ts'
import { accountKey } from '../../ingest/account-key.ts'
import { framesOf } from '../../ingest/files/build-frames.ts'
import { makeSuppression } from '../../ingest/suppression.ts'
import { lockLog } from '../../store/log/lock-data-folder.ts'
import { openLogWriterInline } from '../../store/log/open-log-writer-inline.ts'
import { importLog } from '../apply/import-file.ts'
import { appendBody } from '../apply/live-log.ts'
import type { Project } from '../project.ts'

/** Where what was read is told: durable when `append` returns. */
export type ToldLog = {
  readonly append: (lines: readonly string[]) => Promise<void>
  /** All of it is told. */
  readonly finish: (count: number) => Promise<void>
  readonly close: () => Promise<void>
}

/** A history has a log of its own, like every import, and sets nothing off; what is read later is news in the server's log. */
export function openToldLog(
  project: Pick<Project, 'folder' | 'clock' | 'live' | 'applier'>,
  { source, history }: { readonly source: SourceName; readonly history: string | null },
): ToldLog {
  const log = history === null ? liveLog(project, source) : historyLog(project, source, `${source}-${history}`)
  const { forgotten } = project.applier.attribution
  if (forgotten.size === 0) return log
  const suppressed = makeSuppression(forgotten)
  return { ...log, append: (lines) => log.append(lines.filter((line) => !suppressed(keysOf(line)))) }
}

/** Of whom a line is: who asked to be forgotten does not come back by way of a source. */
function keysOf(line: string): string[] {
  const { userId, groupId, context } = JSON.parse(line) as Line
  const account = groupId ?? context?.groupId
  return [...(userId === undefined ? [] : [`u:${userId}`]), ...(account === undefined ? [] : [accountKey(account)])]
}

type Line = { readonly userId?: string; readonly groupId?: string; readonly context?: { readonly groupId?: string } }

function liveLog({ live }: Pick<Project, 'live'>, source: SourceName): ToldLog {
  return {
    append: async (lines) => {
      const header = { kind: 'messages', source, shape: 'lines', imported: true } as const
      for (const { body, count } of framesOf(lines)) await appendBody(live, { ...header, count }, body)
    },
    finish: async () => {},
    close: async () => {},
  }
}

function historyLog(
  { folder, clock }: Pick<Project, 'folder' | 'clock'>,
  source: SourceName,
  logName: string,
): ToldLog {
  const lock = lockLog(folder.root, logName)
  const writer = openLogWriterInline({ dir: folder.root, logName })
  const { append } = importLog(writer, { source, clock })
  return {
    append: (lines) => append(framesOf(lines)),
    finish: async (kept) => {
      await writer.appendControl({ kind: 'import_finished', source, kept }, clock.now())
    },
    close: async () => {
      await writer.close()
      lock.release()
    },
  }
}
