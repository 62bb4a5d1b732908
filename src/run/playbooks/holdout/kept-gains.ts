import type { MeasuredGain } from '../../../proof/uplift/measured-gain.ts'
import { type ControlStore, readMeta, writeMeta } from '../../../store/control/open-control-store.ts'

const KEY = 'playbook_gains'

/** By playbook, what it has been measured to bring when it was last looked at. */
export type Gains = Readonly<Record<string, MeasuredGain>>

export async function readGains(control: ControlStore): Promise<Gains> {
  return JSON.parse((await readMeta(control, KEY)) ?? '{}')
}

/** null: nothing is shown any more. */
export async function keepGain(control: ControlStore, playbook: string, gain: MeasuredGain | null): Promise<void> {
  const { [playbook]: was, ...others } = await readGains(control)
  if (JSON.stringify(was ?? null) === JSON.stringify(gain)) return
  await writeMeta(control, KEY, JSON.stringify(gain === null ? others : { ...others, [playbook]: gain }))
}
