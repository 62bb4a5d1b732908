import type { Millis } from '../../../core/time.ts'

/** An account at the first time that it would have begun a playbook. */
export type Entrance = { readonly account: string; readonly at: Millis }

/** Each account once, the earliest first. */
export function firstOfEach(entrances: readonly Entrance[]): Entrance[] {
  const first = new Map<string, Entrance>()
  for (const one of [...entrances].sort((a, b) => a.at - b.at))
    if (one.account !== '' && !first.has(one.account)) first.set(one.account, one)
  return [...first.values()]
}
