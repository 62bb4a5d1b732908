import type { Playbook } from '../../../config/playbooks/playbook.ts'
import { MS_PER_DAY } from '../../../core/time.ts'
import type { Note } from '../../../deliver/message.ts'
import { findHarm } from '../../../proof/uplift/find-harm.ts'
import { measuredGain } from '../../../proof/uplift/measured-gain.ts'
import { LEAST_UNITS } from '../../../stats/experiments/bound-sequence.ts'
import { recordAudit } from '../../../store/control/access/audit.ts'
import { readExposures } from '../../../store/control/experiments.ts'
import { readMeta, writeMeta } from '../../../store/control/open-control-store.ts'
import { insertDeliveries, type NewDelivery } from '../../../store/control/outbox.ts'
import { pausePlaybook, readPlaybookStandings } from '../../../store/control/playbooks/playbook-standing.ts'
import type { Project } from '../../project.ts'
import type { KeptExperiment } from '../../uplift/kept-experiment.ts'
import { proveUplift } from '../../uplift/prove-uplift.ts'
import { BY_TELLTALE, experimentOf, runningExperiment } from './assign-arms.ts'
import { keepGain } from './kept-gains.ts'

/** By whom a playbook is said to be paused that does harm. */
export const BY_HARM = 'harm'

export type Watching = {
  readonly stop: AbortSignal
  /** Whom to tell; null: nobody. */
  readonly trouble: { readonly channel: string; readonly to: string } | null
}

const DAY_LOOKED = 'playbook_harm_day'

/**
 * Pauses playbooks of which it is certain that they do harm: looked for once for each closed day, by limits that hold at every look. A person lets one go on, and it is not paused
 * for the same experiment again. Reason, notice and a line of the audit log go with it. What they have been measured to bring is kept for the worklist.
 * @throws the reason of `stop`
 */
export async function pauseHarmful(project: Project, watching: Watching): Promise<void> {
  const { control, judgedDay, state, closing, config } = project
  if (state !== 'ready' || judgedDay === null || closing !== null) return
  if ((await readMeta(control, DAY_LOOKED)) === String(judgedDay)) return
  const standings = await readPlaybookStandings(control)
  for (const playbook of config.judged.model.playbooks) {
    watching.stop.throwIfAborted()
    const isPaused = standings.get(playbook.key)?.pausedAt != null
    if (!isPaused) await lookAt(project, playbook, watching)
  }
  await writeMeta(control, DAY_LOOKED, String(judgedDay))
}

async function lookAt(project: Project, playbook: Playbook, watching: Watching): Promise<void> {
  const { control } = project
  const name = experimentOf(playbook)
  const experiment = name === null ? null : await runningExperiment(control, name)
  if (experiment === null || experiment.kept.control !== null) return
  const known = `playbook_harm/${playbook.key}`
  if ((await readMeta(control, known)) === experiment.version) return
  if (!(await mayTell(project, experiment))) return
  const proving = { stop: watching.stop, progress: () => {} }
  const { proof } = await proveUplift(project, experiment, { costs: null, proving })
  await keepGain(control, playbook.key, measuredGain(proof))
  const harm = findHarm(proof, playbook.guard)
  if (harm !== null) await pause(project, playbook, { experiment, known, harm, trouble: watching.trouble })
}

/** The days are over of as many as it takes to show anything. */
async function mayTell({ control, clock }: Project, experiment: KeptExperiment): Promise<boolean> {
  const until = clock.now() - experiment.kept.plan.withinDays * MS_PER_DAY
  const exposures = await readExposures(control, experiment)
  return exposures.filter(({ at }) => at <= until).length >= LEAST_UNITS
}

type Harmful = Pick<Watching, 'trouble'> & {
  readonly experiment: KeptExperiment
  readonly known: string
  readonly harm: string
}

async function pause(project: Project, { key }: Playbook, { experiment, known, harm, trouble }: Harmful) {
  const { control, clock, say } = project
  const now = clock.now()
  const why = `it does harm: ${harm}`
  await control.transaction().execute(async (tx) => {
    await pausePlaybook(tx, { playbook: key, by: BY_HARM, why, at: now })
    await writeMeta(tx, known, experiment.version)
    if (trouble !== null) await insertDeliveries(tx, [noticeOf(key, { why, trouble, now })], now)
  })
  const noted = { who: BY_TELLTALE, from: '', what: 'pausePlaybook', subject: key, after: { by: BY_HARM, why } }
  await recordAudit(control, noted, now)
  say(`The playbook ${key} is paused: ${why}. \`telltale playbooks resume ${key}\` goes on.`)
}

type Telling = { readonly why: string; readonly trouble: NonNullable<Watching['trouble']>; readonly now: number }

function noticeOf(key: string, { why, trouble, now }: Telling): NewDelivery {
  const note: Note = {
    kind: 'note',
    title: `The playbook ${key} is paused`,
    intro: `Since ${why}. \`telltale playbooks result ${key}\` says more; \`telltale playbooks resume ${key}\` goes on with whoever waits.`,
    groups: [],
    link: null,
  }
  return {
    ...{ key: `playbook-paused/${key}/${now}`, channel: trouble.channel, target: trouble.to },
    ...{ payload: JSON.stringify(note), at: now, expiresAt: null, cannot: null },
  }
}
