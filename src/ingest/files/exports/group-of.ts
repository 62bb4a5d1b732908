import type { JsonRecord } from '../../message-draft.ts'
import { textOf } from './read-value.ts'

/** Kinds of groups that are accounts, the surest first. */
const ACCOUNTS = ['company', 'account', 'organization', 'organisation', 'workspace', 'team', 'project', 'instance']

/** The group that is the account, among groups by their kind: the kind that was named, else the surest, else the only one. */
export function groupOf(groups: JsonRecord, wanted: string | undefined): string | null {
  if (wanted !== undefined) return Object.hasOwn(groups, wanted) ? textOf(groups[wanted]) : null
  const kinds = Object.keys(groups)
  const kind = ACCOUNTS.find((one) => kinds.includes(one)) ?? (kinds.length === 1 ? kinds[0] : undefined)
  return kind === undefined ? null : textOf(groups[kind])
}

/** Whether a kind of group is the account. */
export function isAccountKind(kind: string | null, wanted: string | undefined): boolean {
  return kind !== null && (wanted === undefined ? ACCOUNTS.includes(kind) : kind === wanted)
}
