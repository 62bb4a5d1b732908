import type { NoAccountReason } from './analytic-store.ts'
import { WARNINGS, type Warning } from './message.ts'

/** Bits of `event.flags`. */
export const FLAG = {
  keyless: 1,
  excluded: 2,
  imported: 4,
  arrivalAssumed: 8,
  page: 16,
  screen: 32,
  userId: 64,
} as const

/** `event.no_account`: 0 has an account. */
export const NO_ACCOUNT: Readonly<Record<NoAccountReason, number>> = {
  before_membership: 1,
  several_accounts: 2,
  none: 3,
}

const WARNING_NAMES = Object.keys(WARNINGS) as Warning[]

/** Warnings as bits, in the order of the catalogue. */
export function warningBits(warnings: readonly Warning[]): number {
  let bits = 0
  for (const warning of warnings) bits |= 1 << WARNING_NAMES.indexOf(warning)
  return bits
}

export function warningOfBit(bit: number): Warning | undefined {
  return WARNING_NAMES[bit]
}

export function callOf(flags: number): 'track' | 'page' | 'screen' {
  if (flags & FLAG.page) return 'page'
  return flags & FLAG.screen ? 'screen' : 'track'
}

/** The event's name, from the key of its fact (`name:Invite Sent`, `name:$page:Home`). */
export function nameOfFact(factKey: string, flags: number): string {
  const call = callOf(flags)
  return factKey.slice(call === 'track' ? 'name:'.length : `name:$${call}:`.length)
}
