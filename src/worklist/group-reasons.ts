import type { DueReason } from './task.ts'

/** Signals of one account and team that open within so many days of the first are one task. */
const MERGE_DAYS = 7

/**
 * Reasons as tasks: those of one account and team together, but signals that open a week or more after the first are a task of their own. What
 * lasts (routines, a renewal) goes with the newest of them.
 */
export function groupReasons(reasons: readonly DueReason[]): DueReason[][] {
  const byAccount = new Map<string, DueReason[]>()
  for (const reason of reasons) {
    const key = JSON.stringify([reason.account, reason.suggest.team])
    const own = byAccount.get(key)
    if (own === undefined) byAccount.set(key, [reason])
    else own.push(reason)
  }
  return [...byAccount.values()].flatMap(splitByWeek)
}

function splitByWeek(reasons: readonly DueReason[]): DueReason[][] {
  const ordered = [...reasons].sort((a, b) => a.seen - b.seen || (a.id < b.id ? -1 : 1))
  const groups: DueReason[][] = []
  for (const reason of ordered.filter(({ what }) => what.kind === 'signal')) {
    const last = groups.at(-1)
    if (last !== undefined && reason.seen - last[0]!.seen < MERGE_DAYS) last.push(reason)
    else groups.push([reason])
  }
  const lasting = ordered.filter(({ what }) => what.kind !== 'signal')
  if (lasting.length === 0) return groups
  const newest = groups.pop() ?? []
  return [...groups, [...newest, ...lasting]]
}
