import type { Model } from '../config/model.ts'
import { applyOverrides, type Override } from '../config/override/apply-overrides.ts'
import { contentHash } from '../core/hash.ts'
import type { Millis } from '../core/time.ts'
import { recordAudit } from '../store/control/access/audit.ts'
import {
  type KeptModel,
  keepModel,
  lastOverride,
  latestModel,
  readOverrides,
} from '../store/control/config-versions.ts'
import type { ControlStore } from '../store/control/open-control-store.ts'
import { appendControl } from './apply/live-log.ts'
import { finishClose } from './decide/close-days.ts'
import { seedStates } from './decide/seed-states.ts'
import { planConfig } from './plan-model.ts'
import type { Project } from './project.ts'

/**
 * Puts into the log that the file ⊕ the overrides is in force from here on, where that is other than so far; it comes into force when judging reaches the record.
 * @returns whether a record was written
 */
export async function announceConfig(project: Project): Promise<boolean> {
  const { control, file, say } = project
  const seen = await lastOverride(control)
  const { model, problems } = applyOverrides(file, await overridesInForce(control))
  for (const { message } of problems) say(`An override is without effect. ${message}`)
  const former = await latestModel(control)
  const isNew = former === null || former === 'unreadable' || former.hash !== model.hash
  project.next = isNew ? model : null
  if (isNew) await appendControl(project.live, { kind: 'config_activated', hash: model.hash })
  project.overridesSeen = seen
  return isNew
}

/** The same while the project runs, when an override was set or taken back since the last look. */
export async function announceOverrides(project: Project): Promise<boolean> {
  if ((await lastOverride(project.control)) === project.overridesSeen) return false
  return announceConfig(project)
}

/** The record of a configuration that comes into force: its hash, where it stands, when it was written. */
export type Activation = { readonly hash: string; readonly n: number; readonly at: Millis }

/**
 * Brings into force what was announced at a record of the log, once all before it is judged: the states are set to what a replay gives, silently. A record whose
 * configuration came into force before, or was replaced meanwhile, changes nothing. It is kept last: broken off, it is announced again at the next start.
 */
export async function activateConfig(project: Project, { hash, n, at }: Activation): Promise<void> {
  const { next: model, control, store } = project
  if (model === null || model.hash !== hash) return
  await finishClose(project)
  const former = await latestModel(control)
  await store.backfillMeasures(model.measures)
  project.config = planConfig(model, store, project.config.path)
  project.hot.clear()
  if (former !== null) project.say(await setStates(project, former, model))
  await keepModel(control, model, { at, n, overrides: project.overridesSeen })
  const was = former === null || former === 'unreadable' ? null : former.hash
  const noted = { who: 'the server', from: '', what: 'activateConfig', subject: hash, before: was, after: hash }
  await recordAudit(control, noted, at)
  project.next = null
}

/** What there is to say of the change. */
async function setStates(project: Project, former: KeptModel, model: Model): Promise<string> {
  if (former !== 'unreadable' && judgedAlike(former, model))
    return 'The configuration changed: nothing is judged otherwise.'
  const { opened, closed } = await seedStates(project, {
    ...{ cause: 'config', judged: {} },
    progress: (accounts, total) => project.progress({ kind: 'judged', accounts, total }),
  })
  const changed = former === 'unreadable' ? FORMER_UNREADABLE : 'The configuration changed'
  return `${changed}: ${opened} signals turned on and ${closed} off under it, silently.`
}

const FORMER_UNREADABLE =
  'The configuration in force so far was kept by another version of Telltale and cannot be read, so the present one judges the days since'

/** Whether two models differ in nothing but what is suggested to whom. */
function judgedAlike(former: Model, model: Model): boolean {
  return contentHash(asJudged(former)) === contentHash(asJudged(model))
}

function asJudged(model: Model): unknown {
  const signals = model.signals.map(({ suggest: _, ...signal }) => signal)
  const playbooks = null
  return {
    ...model,
    hash: '',
    worklist: null,
    playbooks,
    outreach: null,
    account: { ...model.account, assigneeTrait: null },
    limits: { ...model.limits, readyAccounts: 0 },
    signals,
  }
}

/** File ⊕ overrides. */
export async function configInForce(file: Model, control: ControlStore): Promise<Model> {
  return applyOverrides(file, await overridesInForce(control)).model
}

/** Of each path the override set last; null takes it back. */
export async function overridesInForce(control: ControlStore): Promise<readonly Override[]> {
  const last = new Map<string, unknown>()
  for (const { path, value } of await readOverrides(control)) last.set(path, value)
  return [...last.values()].filter((value) => value !== null) as Override[]
}
