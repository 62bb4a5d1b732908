import { setTimeout } from 'node:timers/promises'
import type { ServerStatus } from '../contract/status.ts'
import { telltaleError } from '../core/errors.ts'
import { applyImports } from '../run/advance-project.ts'
import { type Following, followImport } from '../run/apply/follow-import.ts'
import { type ImportTotals, readImport } from '../run/apply/kept-imports.ts'
import { dataFolder } from '../run/data-folder.ts'
import { readServerFile } from '../run/server-file.ts'
import { type ControlStore, openControlStore } from '../store/control/open-control-store.ts'
import type { Invocation } from './command.ts'
import { connect } from './connect.ts'
import type { Suppressed } from './import-on-thread.ts'
import { openLocalProject } from './open-local-project.ts'
import { readModelInForce } from './read-model-in-force.ts'
import { readSuppressed } from './read-suppressed.ts'
import { KEPT_ROWS, reportHistory } from './report-history.ts'

export type StoredCounts = Pick<ServerStatus['counts'], 'events' | 'accounts' | 'persons'>

/** Who applies what an import wrote: the running server, or this process. */
export type Applying = {
  readonly server: string | null
  /** Of whom nothing may be written. */
  readonly suppressed: Suppressed
  /** Returns when the import has ended, having applied the most of it meanwhile. */
  readonly follow: (following: Following) => Promise<void>
  /** Returns when the log is applied up to `upTo`; told how far it is. */
  readonly apply: (log: string, upTo: number, progress: (applied: number) => void) => Promise<void>
  readonly totals: (log: string) => Promise<ImportTotals | null>
  readonly counts: () => Promise<StoredCounts>
  readonly close: () => Promise<void>
}

const POLL_MS = 200
/** A server that applied nothing for so long is not at it. */
const STALLED_MS = 60_000

/** `bytes`: how much there is to import. */
export async function openApplying(invocation: Invocation, bytes: number): Promise<Applying> {
  const server = readServerFile(dataFolder(invocation.dataDir).serverFile)
  return server === null ? applyHere(invocation, bytes) : applyThere(invocation, server.url)
}

/** From here on further threads are worth their start. */
const MUCH_BYTES = 4 << 20

/** Whether so many bytes of files are read on a thread of its own, and parsed on another. */
export function isMuch(bytes: number): boolean {
  return bytes > MUCH_BYTES
}

async function applyHere(invocation: Invocation, bytes: number): Promise<Applying> {
  const { dataDir, clock, io } = invocation
  const { model, configPath } = await readModelInForce(invocation)
  const history = reportHistory(io)
  const { project, close } = await openLocalProject({
    ...{ dataDir, model, configPath, clock, serves: false, parsesMuch: isMuch(bytes), say: io.err },
    // What an import that was cut short left to apply.
    progress: history,
  })
  return {
    server: null,
    suppressed: { forgotten: project.applier.attribution.forgotten, settings: project.applier.settings },
    follow: (following) => followImport(project, following),
    apply: async (log, _upTo, progress) => {
      await applyImports(project, (step) => {
        if (step.kind !== 'applied' || step.log !== log) return history(step)
        progress(step.rows)
        if (io.signal.aborted) throw telltaleError('cancelled', { kept: KEPT_ROWS })
      })
    },
    totals: (log) => readImport(project, log),
    counts: () => project.store.counts(),
    close,
  }
}

async function applyThere(invocation: Invocation, url: string): Promise<Applying> {
  const connection = await connect(invocation)
  const status = () => connection.get<ServerStatus>('/status')
  // Before a row is written: without a key for the server nobody could say what became of them.
  await status()
  const suppressed = await readSuppressed(invocation)
  const control: ControlStore = await openControlStore(invocation.dataDir)
  const totals = (log: string) => readImport({ control }, log)
  return {
    server: url,
    suppressed,
    follow: async ({ writing }) => {
      await writing.catch(() => undefined)
    },
    apply: (log, upTo, progress) => waitFor({ invocation, url, status, totals, log, upTo, progress }),
    totals,
    counts: async () => (await status()).counts,
    close: async () => {
      await control.destroy()
      await connection.close()
    },
  }
}

type Waiting = {
  readonly invocation: Invocation
  readonly url: string
  readonly status: () => Promise<ServerStatus>
  readonly totals: Applying['totals']
  readonly log: string
  readonly upTo: number
  readonly progress: (applied: number) => void
}

async function waitFor({ invocation, url, status, totals, log, upTo, progress }: Waiting): Promise<void> {
  const { clock, io } = invocation
  let last = { applied: -1, at: clock.now() }
  for (;;) {
    // In this order: once the totals are finished, the server is importing until the signals stand where the history puts them.
    const finished = (await totals(log))?.finished === true
    const { applied: positions, state } = await status()
    const applied = positions.find((position) => position.log === log)?.n ?? 0
    if (applied >= upTo && finished && state !== 'importing') return
    progress(applied)
    if (applied > last.applied || state === 'importing') last = { applied, at: clock.now() }
    if (clock.now() - last.at > STALLED_MS)
      throw telltaleError('unreachable', { url, reason: `the server applies nothing. ${KEPT_ROWS}` })
    if (io.signal.aborted)
      throw telltaleError('cancelled', { kept: 'The rows are in the log; the server applies them.' })
    await setTimeout(POLL_MS)
  }
}
