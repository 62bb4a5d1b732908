import { diffModels } from '../../../config/diff/diff-models.ts'
import { listDefinitionChanges } from '../../../config/diff/list-definition-changes.ts'
import type { Model } from '../../../config/model.ts'
import { overriddenValue } from '../../../config/override/override-path.ts'
import type { Change, ChangeLog, ChangesQuery, ConfigChange, SettingChange } from '../../../contract/changes.ts'
import { dayToIso, type Zone } from '../../../core/time.ts'
import { readSplits } from '../../../reports/question/read-splits.ts'
import {
  type KeptActivation,
  type KeptModel,
  type Override,
  readActivations,
  readOverrides,
} from '../../../store/control/config-versions.ts'
import { readReleases } from '../../../store/control/kept/releases.ts'
import { importLogs, readImport } from '../../apply/kept-imports.ts'
import { toReleaseRow } from '../../kept/tell-release.ts'
import type { Project } from '../../project.ts'
import { listIncidents } from './read-incidents.ts'

/** What changed in the configuration and in the data, newest first. */
export async function readChangeLog(project: Project, asked: ChangesQuery): Promise<ChangeLog> {
  const all = [
    ...(await listConfigs(project)),
    ...(await listImports(project)),
    ...listMerges(project),
    ...(await listSplits(project)),
    ...(await readReleases(project.control)).map((one): Change => ({ kind: 'release', ...toReleaseRow(one) })),
    ...(await listIncidents(project)).map(
      ({ since, last, lasts, events }): Change => ({
        ...{ kind: 'incident', day: since, last, lasts },
        events: events.map(({ name }) => name),
      }),
    ),
  ]
  const { from = '', to = '9999', kind, limit } = asked
  const within = all.filter(({ day }) => day >= from && day <= to).sort((a, b) => (momentOf(a) < momentOf(b) ? 1 : -1))
  const chosen = kind === undefined ? within : within.filter((change) => change.kind === kind)
  const byKind = { config: 0, incident: 0, import: 0, merge: 0, split: 0, release: 0 }
  for (const change of within) byKind[change.kind] += 1
  return { data: chosen.slice(0, limit), total: chosen.length, byKind }
}

function momentOf(change: Change): string {
  return `${change.day} ${'at' in change ? change.at : ''}`
}

async function listConfigs({ control, zone }: Project): Promise<ConfigChange[]> {
  const activations = await readActivations(control)
  const settings = await readOverrides(control)
  return activations.map((activation, at) => {
    const before = activations[at - 1] ?? null
    const [first, last] = [before?.overrides ?? null, activation.overrides]
    const own = settings.filter(({ id }) => first !== null && last !== null && id > first && id <= last)
    return toConfigChange({ activation, before, settings: own, zone })
  })
}

type Activated = {
  readonly activation: KeptActivation
  /** null: it was the first. */
  readonly before: KeptActivation | null
  readonly settings: readonly Override[]
  readonly zone: Zone
}

function toConfigChange({ activation, before, settings, zone }: Activated): ConfigChange {
  const { hash, at, opened, closed } = activation
  return {
    ...{ kind: 'config', day: dayToIso(zone.dayOf(at)), at: isoOf(at), hash, first: before === null },
    settings: settings.map(toSetting),
    ...differencesOf(before?.model ?? null, activation.model),
    ...{ opened, closed },
  }
}

type Differences = Pick<ConfigChange, 'readable' | 'definitions' | 'rebuilt' | 'worklist'>

function differencesOf(before: KeptModel | null, after: KeptModel): Differences {
  const nothing = { definitions: [], rebuilt: [], worklist: false }
  if (before === 'unreadable' || after === 'unreadable') return { ...nothing, readable: false }
  if (before === null) return { ...nothing, readable: true }
  return { ...differences(before, after), readable: true }
}

function differences(before: Model, after: Model): Omit<Differences, 'readable'> {
  const { rebuild, worklist } = diffModels(before, after)
  return { definitions: [...listDefinitionChanges(before, after)], rebuilt: [...rebuild], worklist }
}

function toSetting({ path, value, setBy, setAt }: Override): SettingChange {
  return {
    path,
    value: value === null ? null : overriddenValue(value as Parameters<typeof overriddenValue>[0]),
    ...{ by: setBy, at: isoOf(setAt) },
  }
}

/** An import shows from the day on behind the last one that was closed when it came. */
async function listImports(project: Project): Promise<Change[]> {
  const { zone } = project
  const kept = importLogs(project).map(async (log): Promise<Change[]> => {
    const totals = await readImport(project, log)
    if (totals === null || totals.baseline === null) return []
    const [from, to] = totals.span?.map((ts) => dayToIso(zone.dayOf(ts))) ?? [null, null]
    return [
      {
        ...{ kind: 'import', day: dayToIso(totals.baseline), log, events: totals.kept, refused: totals.quarantined },
        ...{ from: from ?? null, to: to ?? null },
      },
    ]
  })
  return (await Promise.all(kept)).flat()
}

function listMerges({ merges, zone }: Project): Change[] {
  return merges.map(({ from, into, knownAt }) => ({
    ...{ kind: 'merge', day: dayToIso(zone.dayOf(knownAt)), at: isoOf(knownAt) },
    ...{ account: from, into },
  }))
}

async function listSplits({ store, zone }: Project): Promise<Change[]> {
  return (await readSplits(store)).map(({ from, into, people, since, knownAt }) => ({
    ...{ kind: 'split', day: dayToIso(zone.dayOf(knownAt)), at: isoOf(knownAt) },
    ...{ account: from, into, people, from: dayToIso(zone.dayOf(since)) },
  }))
}

function isoOf(at: number): string {
  return new Date(at).toISOString()
}
