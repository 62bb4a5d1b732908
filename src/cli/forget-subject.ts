import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { toIngestSettings } from '../config/ingest-settings.ts'
import type { Model } from '../config/model.ts'
import type { AuditNote } from '../contract/access/audit.ts'
import type { ForgetReceipt } from '../contract/forget.ts'
import type { Clock } from '../core/time.ts'
import { type ForgottenSubject, isTheirsText } from '../ingest/forgotten-subject.ts'
import { compileSettings } from '../ingest/ingest-settings.ts'
import { suppressionsOf } from '../ingest/suppression.ts'
import { settle } from '../run/advance-project.ts'
import { appendControl } from '../run/apply/live-log.ts'
import { dataFolder } from '../run/data-folder.ts'
import { findSubject } from '../run/forget/find-subject.ts'
import { forgetInLogs } from '../run/forget/forget-in-logs.ts'
import { scanFolder } from '../run/forget/scan-folder.ts'
import { forgetSubject, takeCompacted } from '../store/analytic/duckdb/forget-subject.ts'
import { openDuckdbStore } from '../store/analytic/duckdb/open-store.ts'
import { forgetDecisions } from '../store/control/forget-decisions.ts'
import { keepReceipt } from '../store/control/forgotten.ts'
import { type ControlStore, openControlStore } from '../store/control/open-control-store.ts'
import { lockDataFolder } from '../store/log/lock-data-folder.ts'
import { forgetInSync } from '../store/sources/sync-state.ts'
import { openLocalProject } from './open-local-project.ts'

export type Forgetting = {
  readonly dataDir: string
  readonly clock: Clock
  readonly randomBytes: (size: number) => Uint8Array
  readonly model: Model
  readonly configPath: string | null
  readonly of: ForgottenSubject['of']
  readonly name: string
  /** Told what is being done. */
  readonly say: (line: string) => void
  /** Adds to the audit log that it was done. */
  readonly note: (db: ControlStore, what: Pick<AuditNote, 'what' | 'subject' | 'after'>) => Promise<void>
}

/** Who is being forgotten stands here until it is done, so that a run that was cut short can be finished: what was joined to them is known nowhere else then. */
function markPath(dataDir: string): string {
  return join(dataDir, 'forgetting.json')
}

/** Somebody whose forgetting was begun and not finished. */
export function unfinished(dataDir: string): ForgottenSubject | null {
  return existsSync(markPath(dataDir)) ? JSON.parse(readFileSync(markPath(dataDir), 'utf8')) : null
}

/**
 * Takes a person or an account out of a folder that no server holds: the log, the archives, the store, what was decided about them, what is kept of sources. A hash stays,
 * so that what comes of them later is refused. @throws not_found, data_in_use, log_damaged
 */
export async function forgetEverywhere(forgetting: Forgetting): Promise<ForgetReceipt> {
  const { dataDir, clock, model, say, note } = forgetting
  const { subject, hashes } = await noteSuppression(forgetting)
  const paths = compileSettings(toIngestSettings(model)).accountPaths
  const lock = lockDataFolder(dataDir)
  try {
    say('The log is written anew.')
    const frames = forgetInLogs(dataDir, subject, paths)
    say('The store and its archives are written anew.')
    const rows = await forgetInStore(dataDir, model, { subject, paths })
    const db = await openControlStore(dataDir)
    const decisions = await forgetDecisions(db, subject)
    for (const source of ['postgres', 'stripe'] as const) forgetInSync(dataDir, source, subject)
    rmSync(markPath(dataDir), { force: true })
    const found = scanFolder(dataDir, subject)
    const receipt: ForgetReceipt = {
      subject: subject.of,
      at: new Date(clock.now()).toISOString(),
      hashes: [...hashes],
      removed: { frames, ...rows, ...decisions },
      found,
    }
    await note(db, { what: 'forget', subject: `a ${subject.of}`, after: { hashes } })
    await keepReceipt(db, receipt)
    await db.destroy()
    return receipt
  } finally {
    lock.release()
  }
}

type Noted = { readonly subject: ForgottenSubject; readonly hashes: readonly string[] }

/** Everything is applied and judged; then the log says that they are forgotten, by hash. */
async function noteSuppression(forgetting: Forgetting): Promise<Noted> {
  const { dataDir, model, configPath, clock, say, of, name } = forgetting
  const { project, close } = await openLocalProject({ dataDir, model, configPath, clock, serves: false, say })
  try {
    const subject = unfinished(dataDir) ?? findSubject(project.applier.attribution, of, name)
    writeFileSync(markPath(dataDir), JSON.stringify(subject), { mode: 0o600 })
    const hashes = suppressionsOf(subject.of, subject.keys, Buffer.from(forgetting.randomBytes(16)).toString('hex'))
    for (const id of hashes) await appendControl(project.live, { kind: 'forgotten', subject: subject.of, id })
    await settle(project)
    return { subject, hashes }
  } finally {
    await close()
  }
}

async function forgetInStore(
  dataDir: string,
  { product }: Model,
  { subject, paths }: { readonly subject: ForgottenSubject; readonly paths: readonly (readonly string[])[] },
): Promise<Readonly<Record<string, number>>> {
  const folder = dataFolder(dataDir).analytic
  const { timezone, closeDelayMinutes } = product
  const { store, context } = await openDuckdbStore({ folder, timezone, closeDelayMinutes })
  const isTheirs = (raw: string): boolean => isTheirsText(raw, subject, paths)
  const rows = await forgetSubject(context, { ...subject, isTheirs }).finally(() => store.close())
  await takeCompacted(folder)
  return rows
}
