import { badOptions, type Misused, withMisuse } from '../builders/misuse.ts'
import { type Days, spanOf } from '../builders/window.ts'
import type { Cap, Outreach } from './playbook.ts'

/** What holds for the messages of all playbooks together, as it is written. */
export type OutreachInput = {
  /** Where assignees get messages: `{ ana: 'ana@example.com' }`, or ids in Slack. */
  readonly addresses?: Readonly<Record<string, string>>
  /** Nothing is sent between these times of the recipient's day: `{ from: '20:00', to: '08:00' }`. Default any time will do. */
  readonly quiet?: { readonly from: string; readonly to: string }
  /** Messages that one recipient may get: `{ most: 2, within: days(7) }`. Default any number. */
  readonly perRecipient?: CapInput
  /** Messages that all recipients of one account may get together. Default any number. */
  readonly perAccount?: CapInput
}
type CapInput = { readonly most: number; readonly within: Days }

export function draftOutreach(given: OutreachInput): Outreach & Misused {
  const { addresses = {}, quiet, perRecipient, perAccount } = given
  return {
    addresses: { ...addresses },
    quiet: quiet === undefined ? null : { from: quiet.from, to: quiet.to },
    perRecipient: capOf('perRecipient', perRecipient),
    perAccount: capOf('perAccount', perAccount),
    ...withMisuse([
      ...badOptions('outreach', given, ['addresses', 'quiet', 'perRecipient', 'perAccount']),
      ...(quiet === undefined ? [] : badOptions('outreach.quiet', quiet, ['from', 'to'])),
    ]),
  }
}

function capOf(name: string, given: CapInput | undefined): (Cap & Misused) | null {
  if (given === undefined) return null
  const { days, misuse = [] } = spanOf(`outreach.${name}.within`, given.within)
  return {
    ...{ most: given.most, days },
    ...withMisuse([...badOptions(`outreach.${name}`, given, ['most', 'within']), ...misuse]),
  }
}
