import type { Playbook } from '../../../config/playbooks/playbook.ts'
import { contentHash } from '../../../core/hash.ts'
import type { Day } from '../../../core/time.ts'
import { type ControlStore, readMeta, writeMeta } from '../../../store/control/open-control-store.ts'
import type { HoldoutForecast } from './forecast-holdout.ts'

/** A forecast as it was worked out last. `basis`: of what begins the playbook and what it is for. */
export type KeptForecast = { readonly basis: string; readonly day: Day; readonly forecast: HoldoutForecast }

export async function readForecast(control: ControlStore, key: string): Promise<KeptForecast | null> {
  const kept = await readMeta(control, nameOf(key))
  return kept === null ? null : (JSON.parse(kept) as KeptForecast)
}

export async function writeForecast(control: ControlStore, key: string, kept: KeptForecast): Promise<void> {
  await writeMeta(control, nameOf(key), JSON.stringify(kept))
}

function nameOf(key: string): string {
  return `playbook_forecast/${key}`
}

export function basisOf({ trigger, listens, among, goal, exit, again, holdout, guard }: Playbook): string {
  return contentHash({ trigger, listens, among, goal, exit, again, holdout, guard })
}
