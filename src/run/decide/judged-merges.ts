import type { Day, Millis } from '../../core/time.ts'
import { type ControlStore, readMeta, writeMeta } from '../../store/control/open-control-store.ts'

/** An account that another took in: judged up to then, and no more. */
export type JudgedMerge = {
  readonly from: string
  readonly into: string
  readonly knownAt: Millis
  readonly day: Day
  readonly n: number
}

const KEY = 'judged_merges'

/** The merges judged so far. */
export async function readMerges(control: ControlStore): Promise<JudgedMerge[]> {
  return JSON.parse((await readMeta(control, KEY)) ?? '[]')
}

export function keepMerges(control: ControlStore, merges: readonly JudgedMerge[]): Promise<void> {
  return writeMeta(control, KEY, JSON.stringify(merges))
}

/** The account that an account had become by a position of the log, through one merge after another: what was applied beyond it is not seen. */
export function takenInBy(
  merges: readonly JudgedMerge[],
  { account, n }: { readonly account: string; readonly n: number },
): string {
  let key = account
  for (const merge of merges) if (merge.n < n && merge.from === key) key = merge.into
  return key
}
