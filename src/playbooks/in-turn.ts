/** Somebody who is due in a playbook. */
type DueOne = { readonly id: number; readonly playbook: string; readonly dueAt: number | null }

/** Those of a playbook who are due, the longest due first; `more`: there are others behind them. */
type DueOf<T extends DueOne> = { readonly playbook: string; readonly enrolments: readonly T[]; readonly more: boolean }

/** Of a playbook by its key. */
type PriorityOf = (playbook: string) => number

/**
 * Whoever is due first goes first; of those due at once the playbook of the higher priority, then the order in which they began. `capped`: messages of one playbook may take the
 * room of another's; then nobody goes before others of a higher priority who are due no later, but of whom not all are at hand: they have to wait.
 */
export function inTurn<T extends DueOne>(
  due: readonly DueOf<T>[],
  { priorityOf, capped }: { readonly priorityOf: PriorityOf; readonly capped: boolean },
): readonly T[] {
  const unseen = due.filter(({ more }) => more)
  const mustWait = ({ playbook, dueAt }: T): boolean =>
    unseen.some((one) => priorityOf(one.playbook) > priorityOf(playbook) && one.enrolments.at(-1)!.dueAt! <= dueAt!)
  return due
    .flatMap(({ enrolments }) => enrolments)
    .filter((one) => !capped || !mustWait(one))
    .sort((a, b) => a.dueAt! - b.dueAt! || priorityOf(b.playbook) - priorityOf(a.playbook) || a.id - b.id)
}
