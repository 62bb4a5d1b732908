import type { Exclusion } from '../model.ts'

/** Everybody with an address of this domain. */
export function emailDomain(domain: string): Exclusion {
  return { kind: 'email-domain', domain }
}

/** People or accounts by their ids. */
export function userIds(ids: readonly string[]): Exclusion {
  return { kind: 'id', of: 'user', ids: [...ids] }
}

export function accountIds(ids: readonly string[]): Exclusion {
  return { kind: 'id', of: 'account', ids: [...ids] }
}
