import { NO_SOURCES, type PostgresSource, type Sources, type StripeSource } from '../../config/sources.ts'
import type {
  SourceList,
  SourceName,
  SourceRow,
  SyncAnswer,
  SyncPreview,
  SyncRequest,
  UnmatchedList,
} from '../../contract/sources.ts'
import { TelltaleError, telltaleError } from '../../core/errors.ts'
import { readMeta, writeMeta } from '../../store/control/open-control-store.ts'
import type { StripeReader } from '../../store/sources/read-stripe.ts'
import { catchUpNow } from '../apply/take-in.ts'
import type { Project } from '../project.ts'
import { listUnmatched } from './list-unmatched.ts'
import { syncStripe } from './sync-stripe.ts'
import { type TakenEvent, takeStripeEvent } from './take-stripe-event.ts'

/** What a project reads from elsewhere, and how it gets at it. */
export type SourceSettings = {
  readonly sources: Sources
  /** A value of the environment; null: it is not set. */
  readonly secretOf: (variable: string) => string | null
  /** Somebody applies and judges what is in the log as it comes; else that is done at the end of a reading. */
  readonly ticks: boolean
}

export const NO_SOURCE_SETTINGS: SourceSettings = { sources: NO_SOURCES, secretOf: () => null, ticks: false }

/** The sources of one project: each is read by one at a time. */
export type OpenSources = {
  readonly listSources: () => Promise<SourceList>
  /** @throws source_unconfigured, source_unset, source_busy, source_unreachable, source_failed, source_column, source_column_gone, source_key_twice, source_went_back, cancelled */
  readonly syncSource: (source: SourceName, request: SyncRequest, stop: AbortSignal) => Promise<SyncAnswer>
  readonly previewSource: () => Promise<SyncPreview>
  readonly listUnmatched: () => Promise<UnmatchedList>
  /** An event of a webhook; `refused`: its signature is not good. @throws source_unconfigured, source_unset */
  readonly takeStripeBody: (body: Buffer, signature: string) => Promise<TakenEvent | 'refused'>
}

type Opened = {
  readonly project: Project
  readonly settings: SourceSettings
  readonly running: Map<SourceName, SourceRow['running']>
}

export function openSources(project: Project, settings: SourceSettings): OpenSources {
  const opened: Opened = { project, settings, running: new Map() }
  let taking: Promise<unknown> = Promise.resolve()
  return {
    listSources: () => listOpened(opened),
    previewSource: async () => {
      const postgres = postgresOf(settings)
      const { previewPostgres } = await import('./preview-postgres.ts')
      return previewPostgres(project, postgres)
    },
    listUnmatched: async () => listUnmatched(project, stripeOf(settings).account),
    syncSource: (source, request, stop) => syncOne(opened, source, { request, stop }),
    takeStripeBody: async (body, signature) => {
      const { account, webhookSecret } = stripeOf(settings)
      const secret = secretFor(settings, webhookSecret, 'Stripe')
      const { verifyStripe } = await loadStripe()
      const event = verifyStripe(body, signature, { secret, now: project.clock.now() })
      if (event === null) return 'refused'
      const reader = await readerOf(settings)
      // One after another: an event that comes twice at once is taken once.
      const turn = taking.then(() => takeStripeEvent(project, event, { rules: account, reader }))
      taking = turn.catch(() => {})
      const taken = await turn
      if (!settings.ticks) await catchUpNow(project)
      return taken
    },
  }
}

async function syncOne(
  { project, settings, running }: Opened,
  source: SourceName,
  { request, stop }: { readonly request: SyncRequest; readonly stop: AbortSignal },
): Promise<SyncAnswer> {
  const read = await readingOf(project, settings, source)
  if (running.has(source)) throw telltaleError('source_busy', { source: TITLES[source] })
  running.set(source, { target: '', rows: 0 })
  const progress = (at: { readonly target: string; readonly rows: number }): void => {
    running.set(source, at)
    if (stop.aborted) throw telltaleError('cancelled', { kept: KEPT_TEXT[source] })
  }
  try {
    const answer = await read({ restart: request.restart, progress })
    await noteLast(project, source, { at: answer.at, error: null, targets: answer.targets })
    if (!settings.ticks) await catchUpNow(project)
    return answer
  } catch (error) {
    await noteFailure(project, source, error)
    throw error
  } finally {
    running.delete(source)
  }
}

const TITLES: Readonly<Record<SourceName, string>> = { postgres: 'PostgreSQL', stripe: 'Stripe' }
const KEPT_TEXT: Readonly<Record<SourceName, string>> = {
  postgres: 'Events that were read are kept; of the rest nothing was taken. The same command reads on.',
  stripe: 'What was read is kept, and nothing was told of it yet. The same command reads on.',
}

type Run = {
  readonly restart: boolean
  readonly progress: (at: { readonly target: string; readonly rows: number }) => void
}

/** The clients of the sources are loaded when they are used: most projects have neither, and a server starts without. */
async function readingOf(
  project: Project,
  settings: SourceSettings,
  source: SourceName,
): Promise<(run: Run) => Promise<SyncAnswer>> {
  if (source === 'postgres') {
    const { targets, url } = postgresOf(settings)
    const { syncPostgres } = await import('./sync-postgres.ts')
    return (run) => syncPostgres(project, { ...run, url, targets })
  }
  const { account, key } = stripeOf(settings)
  const secret = secretFor(settings, key, 'Stripe')
  const { openStripe } = await loadStripe()
  const reader = openStripe({ key: secret, url: settings.secretOf(STRIPE_URL) })
  return (run) => syncStripe(project, { ...run, reader, rules: account })
}

const loadStripe = () => import('../../store/sources/read-stripe.ts')

/** Where Stripe's API is, for who goes through a proxy of their own. */
const STRIPE_URL = 'TELLTALE_STRIPE_URL'

/** Without a key, what the event says is all there is. */
async function readerOf(settings: SourceSettings): Promise<StripeReader | null> {
  const key = settings.secretOf(stripeOf(settings).key)
  return key === null ? null : (await loadStripe()).openStripe({ key, url: settings.secretOf(STRIPE_URL) })
}

/** The address is read when it is needed and goes nowhere else. */
function postgresOf(settings: SourceSettings): { targets: PostgresSource['targets']; url: string } {
  const { postgres } = settings.sources
  if (postgres === null) throw telltaleError('source_unconfigured', { source: 'PostgreSQL', key: 'postgres' })
  return { targets: postgres.targets, url: secretFor(settings, postgres.url, 'PostgreSQL') }
}

function stripeOf({ sources: { stripe } }: SourceSettings): StripeSource {
  if (stripe === null) throw telltaleError('source_unconfigured', { source: 'Stripe', key: 'stripe' })
  return stripe
}

function secretFor({ secretOf }: SourceSettings, variable: string, source: string): string {
  const secret = secretOf(variable)
  if (secret === null) throw telltaleError('source_unset', { variable, source })
  return secret
}

async function listOpened({ project, settings, running }: Opened): Promise<SourceList> {
  const { postgres, stripe } = settings.sources
  const rows: SourceRow[] = []
  const add = async (source: SourceName, variable: string, everyMinutes: number | null): Promise<void> => {
    const last = await readMeta(project.control, keyOf(source))
    rows.push({
      ...{ source, everyMinutes, variable, isSet: settings.secretOf(variable) !== null },
      running: running.get(source) ?? null,
      last: last === null ? null : (JSON.parse(last) as SourceRow['last']),
    })
  }
  if (postgres !== null) await add('postgres', postgres.url, postgres.everyMinutes)
  if (stripe !== null) await add('stripe', stripe.key, stripe.everyMinutes)
  return { data: rows }
}

function keyOf(source: SourceName): string {
  return `sync:${source}`
}

function noteLast({ control }: Project, source: SourceName, last: NonNullable<SourceRow['last']>): Promise<void> {
  return writeMeta(control, keyOf(source), JSON.stringify(last))
}

/** What a reading that failed is to be told by; others are faults of ours and go on as they are. */
async function noteFailure(project: Project, source: SourceName, error: unknown): Promise<void> {
  if (!(error instanceof TelltaleError)) return
  const { code, message } = error
  const at = new Date(project.clock.now()).toISOString()
  await noteLast(project, source, { at, error: { code, message }, targets: [] })
}
