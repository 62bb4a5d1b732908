import type { Day } from '../core/time.ts'
import type { ApplyBatch } from '../store/analytic/analytic-store.ts'
import { type CommittedTransition, commitJudgement, type Judgement } from '../store/control/commit-judgement.ts'
import { readJudged } from '../store/control/read-judgement.ts'
import type { ControlHeader } from '../store/log/log-record.ts'
import { type Activation, activateConfig } from './activate-config.ts'
import { applyAll, applyNext } from './apply/apply-logs.ts'
import { type ImportTotals, importLogs, keepImport, readImport, settleImport } from './apply/kept-imports.ts'
import { noteImport } from './apply/note-import.ts'
import { LIVE_LOG } from './data-folder.ts'
import { beginClose, finishClose } from './decide/close-days.ts'
import { controlsBehind } from './decide/controls-behind.ts'
import { forgetAll, forgetOld } from './decide/hot-timelines.ts'
import { judgeEvents } from './decide/judge-events.ts'
import { type JudgedMerge, takenInBy } from './decide/judged-merges.ts'
import { triggersInStore, triggersOfBatch } from './decide/list-triggers.ts'
import { mergeEpisodes } from './decide/merge-episodes.ts'
import { type JudgementStep, planJudgement, type Trigger } from './decide/plan-judgement.ts'
import { seedStates } from './decide/seed-states.ts'
import { tellListeners } from './decide/tell-listeners.ts'
import type { HistoryStep } from './history-step.ts'
import { planAgain } from './plan-model.ts'
import type { Project } from './project.ts'

export type Advanced = { readonly applied: number; readonly transitions: number }

/**
 * Applies and judges the next stretch of the live log: the tick. Nothing new, no work. What could not be judged before is judged first. A day close is begun by it
 * and goes on in pieces between ticks.
 */
export async function tick(project: Project): Promise<Advanced> {
  if (project.judgingIsBehind) await catchUp(project)
  const stretch = await applyNext(project.applier, LIVE_LOG)
  if (stretch === null) return { applied: 0, transitions: 0 }
  project.judgingIsBehind = true
  forgetOld(project, stretch)
  const { batch } = stretch
  noteApplied(project)
  project.lastArrival = batch.events.knownAt.at(-1) ?? project.lastArrival
  const transitions = await judgeApplied(project, batch, {
    batch,
    triggers: async () =>
      batch.moves.length === 0
        ? triggersOfBatch(project, batch.events)
        : triggersInStore(project, LIVE_LOG, batch.after),
  })
  project.judgingIsBehind = false
  return { applied: batch.upTo - batch.after, transitions }
}

/** Ticks until the log is applied and judged to its end, day closes too. */
export async function settle(project: Project): Promise<void> {
  while ((await tick(project)).applied > 0);
  await finishClose(project)
}

/** Judges what was applied but not judged, because of a crash or a failure: (judged, applied] of the live log. */
async function catchUp(project: Project): Promise<void> {
  const after = (await readJudged(project.control)).positions[LIVE_LOG] ?? 0
  const upTo = project.store.applied()[LIVE_LOG] ?? 0
  if (upTo > after) {
    const stretch = { after, upTo, controls: controlsBehind(project, { after, upTo }) }
    await judgeApplied(project, stretch, { batch: null, triggers: () => triggersInStore(project, LIVE_LOG, after) })
  }
  project.judgingIsBehind = false
}

type AppliedPart = Pick<ApplyBatch, 'after' | 'upTo' | 'controls'>
type Judged = { readonly batch: ApplyBatch | null; readonly triggers: () => Promise<readonly Trigger[]> }

/** Judges what was applied, up to each record of a configuration by the former one, and what stands behind it by the new one. */
async function judgeApplied(
  project: Project,
  { after, upTo, controls }: AppliedPart,
  { batch, triggers: readTriggers }: Judged,
): Promise<number> {
  const within = (from: number, to: number) => (n: number) => n > from && n <= to
  let transitions = 0
  let from = after
  for (const activation of [...controls.flatMap(toActivation), null]) {
    const to = activation?.n ?? upTo
    const isOf = within(from, to)
    if (to > from) {
      const triggers = (await readTriggers()).filter(({ n }) => isOf(n))
      const own = controls.filter(({ firstN }) => isOf(firstN))
      transitions += await judgeSteps(project, planJudgement({ after: from, upTo: to, controls: own, triggers }), batch)
    }
    if (activation !== null) await activateConfig(project, activation)
    from = to
  }
  return transitions
}

function toActivation(control: ControlHeader): Activation[] {
  if (control.kind !== 'config_activated') return []
  return [{ hash: control.hash, n: control.firstN, at: control.receivedAt }]
}

async function judgeSteps(
  project: Project,
  steps: readonly JudgementStep[],
  batch: ApplyBatch | null,
): Promise<number> {
  let transitions = 0
  for (const step of steps) {
    const committed = await judgeStep(project, step, batch)
    transitions += committed.length
    tellListeners(project, committed)
  }
  return transitions
}

async function judgeStep(
  project: Project,
  step: JudgementStep,
  batch: ApplyBatch | null,
): Promise<readonly CommittedTransition[]> {
  if (step.kind === 'events') return judgeEvents(project, { log: LIVE_LOG, batch, ...step })
  if (step.kind === 'merge') {
    const merge = toMerge(project, step)
    // The two are one already.
    if (merge.from === merge.into)
      return commitPosition(project, { judged: { [LIVE_LOG]: step.upTo }, judgedDay: null })
    return mergeEpisodes(project, merge)
  }
  if (project.judgedDay === null && project.closing === null) await beginAt(project, step.from)
  const from = lastClosed(project, step.from) + 1
  // A close that could not be acknowledged may stand in the log twice.
  if (from > step.to) return commitPosition(project, { judged: { [LIVE_LOG]: step.upTo }, judgedDay: null })
  await finishClose(project)
  await beginClose(project, { from, to: step.to }, { log: LIVE_LOG, n: step.upTo })
  return []
}

/** The last day whose close is done or under way. */
function lastClosed({ closing, judgedDay }: Project, first: Day): Day {
  return closing?.days.to ?? judgedDay ?? first
}

/** The first close of a new project has nothing before it to judge. The days closed with it, after a log that was never judged, have. */
async function beginAt(project: Project, day: Day): Promise<void> {
  await commitPosition(project, { judged: {}, judgedDay: day })
  project.judgedDay = day
}

function commitPosition(project: Project, to: Pick<Judgement, 'judged' | 'judgedDay'>): Promise<CommittedTransition[]> {
  return commitJudgement(project.control, { ...to, transitions: [], states: [], committedAt: project.clock.now() })
}

function toMerge(project: Project, { merge, upTo }: Extract<JudgementStep, { kind: 'merge' }>): JudgedMerge {
  const { from, into, receivedAt } = merge
  const day = project.zone.dayOf(receivedAt - project.live.closeDelayMs)
  return { from, into: takenInBy(project.merges, { account: into, n: upTo }), knownAt: receivedAt, day, n: upTo }
}

/**
 * Applies logs that imports wrote. When one is finished, the states are set to what its history gives, silently; live judgement goes on from there.
 * @returns whether anything was applied
 */
export async function applyImports(project: Project, progress: (step: HistoryStep) => void): Promise<boolean> {
  // On opening, and behind `applyWritten`, all may be applied that is not seeded yet.
  const isSeeded = project.state === 'ready'
  let applied = false
  for (const log of importLogs(project)) applied = (await applyImport(project, log, progress)) || applied
  if (applied || !isSeeded) {
    noteApplied(project)
    await seedImports(project, progress)
  }
  project.state = 'ready'
  return applied
}

/** Applies what an import has written so far. Its rows can be asked for then; states are set by `applyImports`, when it has ended. */
export async function applyWritten(project: Project, log: string): Promise<void> {
  await applyImport(project, log, () => {})
}

/** Applies a log to its end; returns whether there was anything. */
async function applyImport(project: Project, log: string, progress: (step: HistoryStep) => void): Promise<boolean> {
  let applied = false
  await applyAll(project.applier, log, {
    before: (stretch) => noteImport(project, stretch),
    after: (stretch) => {
      applied = true
      project.state = 'importing'
      forgetAll(project)
      progress({ kind: 'applied', log, rows: stretch.batch.upTo })
    },
  })
  await settleImport(project, log)
  return applied
}

/** Finished imports that no baseline was set for yet: a crash between the last stretch and its seeding is made good by the next start. */
async function seedImports(project: Project, progress: (step: HistoryStep) => void): Promise<void> {
  const { positions } = await readJudged(project.control)
  const judged: Record<string, number> = {}
  const finished: [string, ImportTotals][] = []
  for (const log of importLogs(project)) {
    const applied = project.store.applied()[log] ?? 0
    const totals = await readImport(project, log)
    if (applied <= (positions[log] ?? 0) || totals?.finished !== true) continue
    judged[log] = applied
    finished.push([log, totals])
  }
  if (finished.length === 0) return
  await finishClose(project)
  const baseline = project.judgedDay ?? project.zone.dayOf(project.clock.now()) - 1
  for (const [log, totals] of finished) await keepImport(project, log, { totals: { ...totals, baseline }, next: null })
  await project.store.compact({ force: true })
  const judging = (accounts: number, total: number): void => progress({ kind: 'judged', accounts, total })
  await seedStates(project, { cause: 'import', judged, progress: judging })
}

/** New facts may have appeared that the plan waits for; another plan may need other parts of timelines. */
function noteApplied(project: Project): void {
  const before = project.config
  project.config = planAgain(before, project.store)
  if (project.config !== before) forgetAll(project)
}
