import { toIngestSettings } from '../config/ingest-settings.ts'
import type { Model } from '../config/model.ts'
import { telltaleError } from '../core/errors.ts'
import { type Clock, makeZone } from '../core/time.ts'
import { emptyAttribution } from '../ingest/attribution-state.ts'
import { compileSettings } from '../ingest/ingest-settings.ts'
import type { Normaliser } from '../ingest/open-normaliser.ts'
import { restoreAttribution } from '../ingest/restore-attribution.ts'
import type { AnalyticStore } from '../store/analytic/analytic-store.ts'
import { latestModel } from '../store/control/config-versions.ts'
import { readClosing } from '../store/control/day-close.ts'
import { type ControlStore, openControlStore } from '../store/control/open-control-store.ts'
import { readJudged } from '../store/control/read-judgement.ts'
import { lockDataFolder } from '../store/log/lock-data-folder.ts'
import type { LogWriter } from '../store/log/log-writer.ts'
import { announceConfig, configInForce } from './activate-config.ts'
import { applyImports, settle } from './advance-project.ts'
import type { Applier } from './apply/apply-logs.ts'
import { openDoor } from './apply/keep-out.ts'
import { closePassedDays, type LiveLog } from './apply/live-log.ts'
import { readNormalisedOf } from './apply/read-normalised.ts'
import { dataFolder, LIVE_LOG } from './data-folder.ts'
import { openClose } from './decide/close-days.ts'
import { readMerges } from './decide/judged-merges.ts'
import type { HistoryStep } from './history-step.ts'
import { planConfig } from './plan-model.ts'
import type { Project } from './project.ts'
import { makeKeptRows } from './read/accounts/kept-rows.ts'
import { makeKeptNames } from './read/names/kept-names.ts'
import { makeVisits } from './read/note-visit.ts'
import { makeStandingWork } from './standing-work.ts'
import { withTakenIn } from './taken-in-subscriptions.ts'

export type StoreSettings = { readonly folder: string; readonly timezone: string; readonly closeDelayMinutes: number }

export type ProjectOptions = {
  readonly dataDir: string
  readonly model: Model
  /** null: the built-in configuration. */
  readonly configPath: string | null
  readonly clock: Clock
  readonly version: string
  readonly demo: boolean
  /** How many threads may judge a long past, this one among them. */
  readonly threads: number
  /** The engine, chosen by the composition root. */
  readonly openStore: (settings: StoreSettings) => Promise<{
    readonly store: AnalyticStore
    readonly recovered: { readonly reason: string; readonly aside: string } | null
  }>
  readonly openWriter: (options: { dir: string; logName: string }) => Promise<LogWriter>
  readonly openNormaliser: (model: Model) => Normaliser
  /** Told in one line what was found and mended. */
  readonly say: (line: string) => void
  /** Told how far a history is that is taken in, or judged under a configuration that changed. */
  readonly progress: (step: HistoryStep) => void
}

export type OpenedProject = { readonly project: Project; readonly close: () => Promise<void> }

/**
 * Opens a data folder for this process alone: recovers what a crash left, applies and judges what the log holds, closes the days that have passed, and activates the
 * config when it changed. When it returns, live = replay holds up to now.
 * @throws data_in_use, data_unwritable, data_newer, log_damaged
 */
export async function openProject(options: ProjectOptions): Promise<OpenedProject> {
  const lock = lockDataFolder(options.dataDir)
  const opened: (() => Promise<void> | void)[] = [() => lock.release()]
  const close = async (): Promise<void> => {
    for (const undo of opened.splice(0).reverse()) await undo()
  }
  try {
    const project = await openParts(options, opened)
    await bringUpToDate(project, options)
    return { project, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function openParts(options: ProjectOptions, opened: (() => Promise<void> | void)[]): Promise<Project> {
  const folder = dataFolder(options.dataDir)
  const control = await openControlStore(folder.root)
  opened.push(() => control.destroy())
  const model = await configInForce(options.model, control)
  const zone = makeZone(model.product.timezone)
  const writer = await options.openWriter({ dir: folder.root, logName: LIVE_LOG })
  opened.push(() => writer.close())
  if (writer.opened.torn !== undefined) options.say(tornLine(writer.opened.torn))
  const { product } = model
  const { store: opening, recovered } = await options.openStore({
    folder: folder.analytic,
    timezone: product.timezone,
    closeDelayMinutes: product.closeDelayMinutes,
  })
  const merges = await readMerges(control)
  const store = withTakenIn(opening, merges)
  opened.push(() => store.close())
  checkPositions(store, writer, folder.root)
  if (recovered !== null)
    options.say(
      `The analytic store was damaged (${recovered.reason}); it was set aside as ${recovered.aside} and rebuilt from archives and log.`,
    )
  const normaliser = options.openNormaliser(model)
  opened.push(() => normaliser.close())
  const judged = await readJudged(control)
  const live: LiveLog = {
    writer,
    clock: options.clock,
    zone,
    closeDelayMs: product.closeDelayMinutes * 60_000,
    closedDay: judged.day,
    door: null,
  }
  const applier = await openApplier({ folder: folder.root, store, normaliser, model, live })
  live.door = openDoor(() => applier.attribution.forgotten, compileSettings(applier.settings))
  return {
    folder,
    clock: options.clock,
    zone,
    version: options.version,
    demo: options.demo,
    threads: options.threads,
    store,
    control,
    applier,
    live,
    merges,
    file: options.model,
    say: options.say,
    progress: options.progress,
    config: planConfig(await formerConfig(control, model), store, options.configPath),
    judgedDay: judged.day,
    ...nothingYet(),
  }
}

type Unmoved = 'state' | 'judgingIsBehind' | 'closing' | 'lastArrival' | 'seeded' | 'next' | 'overridesSeen'

/** What a project has seen and done before its first tick. */
function nothingYet(): Pick<
  Project,
  | Unmoved
  | 'listeners'
  | 'hot'
  | 'references'
  | 'inputs'
  | 'pages'
  | 'proving'
  | 'standing'
  | 'answers'
  | 'names'
  | 'rows'
  | 'visits'
> {
  return {
    ...{ state: 'catching_up', judgingIsBehind: true, closing: null, lastArrival: null, seeded: 0 },
    ...{ next: null, overridesSeen: 0 },
    ...{ listeners: new Set(), hot: new Map(), references: new WeakMap(), proving: new Map() },
    standing: makeStandingWork(),
    ...{ inputs: new Map(), pages: new Map() },
    ...{ answers: new Map(), names: makeKeptNames(), rows: makeKeptRows(), visits: makeVisits() },
  }
}

/** A log that ends before what was applied from it lost its newest segment: going on would give its positions out again. */
function checkPositions(store: AnalyticStore, writer: LogWriter, path: string): void {
  const applied = store.applied()[LIVE_LOG] ?? 0
  if (applied <= writer.opened.lastN) return
  throw telltaleError('log_damaged', {
    path,
    offset: 0,
    reason: `it ends at position ${writer.opened.lastN}, but ${applied} was applied; is a segment missing?`,
  })
}

function tornLine({ path, at, cutBytes, reason }: NonNullable<LogWriter['opened']['torn']>): string {
  return `The log ended in a torn record (${path} at byte ${at}: ${reason}); ${cutBytes} bytes were cut.`
}

type ApplierParts = {
  readonly folder: string
  readonly store: AnalyticStore
  readonly normaliser: Normaliser
  readonly model: Model
  readonly live: LiveLog
}

async function openApplier({ folder, store, normaliser, model, live }: ApplierParts): Promise<Applier> {
  const settings = toIngestSettings(model)
  const restore = () => restoreAttribution(store.readAttribution(), settings)
  const applier: Applier = {
    store,
    settings,
    attribution: emptyAttribution(),
    restoreAttribution: restore,
    readNormalised: readNormalisedOf({ dataDir: folder, writer: live.writer, normaliser }),
  }
  applier.attribution = await restore()
  return applier
}

async function bringUpToDate(project: Project, options: ProjectOptions): Promise<void> {
  await project.store.backfillMeasures(project.config.judged.model.measures)
  const closing = await readClosing(project.control)
  if (closing !== null) project.closing = openClose(project, closing)
  await settle(project)
  project.live.closedDay = project.judgedDay
  await closePassedDays(project.live, project.clock.now())
  await settle(project)
  await applyImports(project, options.progress)
  if (await announceConfig(project)) await settle(project)
  project.state = 'ready'
  project.progress = () => {}
}

/** What was in force when the server last ran, for the days since; but one that is not readable, or of another calendar, cannot judge them any more. */
async function formerConfig(control: ControlStore, model: Model): Promise<Model> {
  const former = await latestModel(control)
  if (former === null || former === 'unreadable') return model
  const { timezone, closeDelayMinutes } = model.product
  return former.product.timezone === timezone && former.product.closeDelayMinutes === closeDelayMinutes ? former : model
}
