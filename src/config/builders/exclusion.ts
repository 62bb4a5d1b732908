import type { Exclusion } from '../model.ts'
import { badList, extra, withMisuse } from './misuse.ts'

/** Everybody with an address of this domain. */
export function emailDomain(domain: string, ...rest: readonly never[]): Exclusion {
  return { kind: 'email-domain', domain, ...withMisuse(extra('emailDomain', rest)) }
}

/** People or accounts by their ids. */
export function userIds(ids: readonly string[], ...rest: readonly never[]): Exclusion {
  const misuse = [...badList('userIds', ids), ...extra('userIds', rest)]
  return { kind: 'id', of: 'user', ids: [...ids], ...withMisuse(misuse) }
}

export function accountIds(ids: readonly string[], ...rest: readonly never[]): Exclusion {
  const misuse = [...badList('accountIds', ids), ...extra('accountIds', rest)]
  return { kind: 'id', of: 'account', ids: [...ids], ...withMisuse(misuse) }
}
