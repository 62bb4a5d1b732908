import type { Playbook } from '../config/playbooks/playbook.ts'
import { type Millis, MS_PER_DAY } from '../core/time.ts'

/** How the last time stands that an entity began a playbook; null: it never did. */
export type LastTime = { readonly live: boolean; readonly enteredAt: Millis } | null

/** Whether an entity may begin a playbook at an instant: it is of the audience, has not what the playbook is for, and begins it not too soon again. */
export function mayBegin(
  { enabled, among, goal, exit, again }: Pick<Playbook, 'enabled' | 'among' | 'goal' | 'exit' | 'again'>,
  { at, last, holds }: { readonly at: Millis; readonly last: LastTime; readonly holds: (state: string) => boolean },
): boolean {
  if (!enabled || (among !== null && !holds(among))) return false
  if (goal !== null && goal.state !== null && holds(goal.state)) return false
  if (exit !== null && holds(exit)) return false
  if (last === null || again === 'each') return true
  if (last.live || again === 'once') return false
  return again === 'free' || at - last.enteredAt >= again.days * MS_PER_DAY
}

/** What is asked about an entity before it begins. */
export function statesToBegin({ among, goal, exit }: Pick<Playbook, 'among' | 'goal' | 'exit'>): readonly string[] {
  return [among, goal?.state ?? null, exit].flatMap((state) => state ?? [])
}
