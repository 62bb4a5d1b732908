import type { Override } from '../../config/override/apply-overrides.ts'
import {
  overriddenValue,
  overridePath,
  parseOverride,
  settablePaths,
  valueAt,
} from '../../config/override/override-path.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import type { SettingRow } from '../../contract/settings.ts'
import { telltaleError } from '../../core/errors.ts'
import { readOverrides, setOverride } from '../../store/control/config-versions.ts'
import type { Project } from '../project.ts'

type SettingDeps = Pick<ApiDeps, 'listSettings' | 'changeSetting'>
type Standing = { readonly override: Override; readonly by: string; readonly at: number }

/** What people set over the configuration file; a running server judges by it from its next round on. */
export function settingDeps({ control, clock, file }: Project): SettingDeps {
  return {
    listSettings: async ({ signal }) => {
      const standing = await standingOverrides(control)
      const paths = settablePaths(file).filter((path) => signal === undefined || path.startsWith(`signals.${signal}.`))
      return { data: paths.map((path) => toRow(file, path, standing.get(path) ?? null)) }
    },
    changeSetting: async ({ path, value }, by) => {
      const was = (await standingOverrides(control)).get(path) ?? null
      if (value === null && was === null) throw telltaleError('not_found', { what: 'override', name: path })
      const next = value === null ? null : parseOverride(file, path, value)
      await setOverride(control, { path, value: next, setBy: by, setAt: clock.now() })
      const said = toRow(file, path, was)
      return { path, before: said.value, after: next === null ? said.file : overriddenValue(next), file: said.file }
    },
  }
}

/** Those that hold, by path. */
async function standingOverrides(control: Project['control']): Promise<ReadonlyMap<string, Standing>> {
  const found = new Map<string, Standing>()
  for (const { path, value, setBy, setAt } of await readOverrides(control)) {
    if (value === null) found.delete(path)
    else found.set(path, { override: value as Override, by: setBy, at: setAt })
  }
  return found
}

function toRow(file: Project['file'], path: string, standing: Standing | null): SettingRow {
  const sample = standing?.override ?? sampleOf(file, path)
  const said = valueAt(file, sample)
  return {
    path: overridePath(sample),
    kind: kindOf(sample),
    part: sample.kind === 'assignee' ? 'assignee' : path.split('.').slice(2).join('.'),
    file: said,
    value: standing === null ? said : overriddenValue(standing.override),
    set: standing === null ? null : { by: standing.by, at: new Date(standing.at).toISOString() },
  }
}

/** What can be set of a playbook is of the kinds that signals have. */
function kindOf({ kind }: Override): SettingRow['kind'] {
  switch (kind) {
    case 'playbook-enabled':
      return 'enabled'
    case 'playbook-text':
      return 'text'
    case 'playbook-number':
      return 'threshold'
    default:
      return kind
  }
}

/** An override of the path, whatever it would set: it names the place. */
function sampleOf(file: Project['file'], path: string): Override {
  const sample = path.endsWith('.enabled') ? 'true' : path.endsWith('.cadence') ? 'once' : '1'
  return parseOverride(file, path, sample)
}
