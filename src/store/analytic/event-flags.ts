import { WARNINGS, type Warning } from './message.ts'
import type { NoAccountReason } from './no-account-reason.ts'

/** Bits of `event.flags`. */
export const FLAG = {
  keyless: 1,
  /** By what the event itself says: for good. */
  excluded: 2,
  imported: 4,
  arrivalAssumed: 8,
  page: 16,
  screen: 32,
  userId: 64,
  /** By what is known now of its person, and of its account. */
  excludedPerson: 128,
  excludedAccount: 256,
  /** By what was known of them when it was applied: what a decision of that time may see. */
  personWasExcluded: 512,
  accountWasExcluded: 1024,
} as const

/** An event with one of these counts in no number. */
export const LEFT_OUT = FLAG.excluded | FLAG.excludedPerson | FLAG.excludedAccount
/** Likewise where it was first applied. */
export const WAS_LEFT_OUT = FLAG.excluded | FLAG.personWasExcluded | FLAG.accountWasExcluded
/** The bits of one whose person, or whose account, is excluded while it is applied. */
export const OF_EXCLUDED_PERSON = FLAG.excludedPerson | FLAG.personWasExcluded
export const OF_EXCLUDED_ACCOUNT = FLAG.excludedAccount | FLAG.accountWasExcluded

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
