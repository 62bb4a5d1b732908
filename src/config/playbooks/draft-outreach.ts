import { badOptions, type Misused, withMisuse } from '../builders/misuse.ts'
import { type Days, spanOf } from '../builders/window.ts'
import type { Cap, Outreach } from './playbook.ts'

/** What holds for the messages of all playbooks together, as it is written. */
export type OutreachInput<O extends string = string> = {
  /** Where assignees get messages: `{ ana: 'ana@example.com' }`, or ids in Slack. */
  readonly addresses?: Readonly<Record<string, string>>
  /** Nothing is sent between these times of the recipient's day: `{ from: '20:00', to: '08:00' }`. Default any time will do. */
  readonly quiet?: { readonly from: string; readonly to: string }
  /** Messages that one recipient may get: `{ most: 2, within: days(7) }`. Default any number. */
  readonly perRecipient?: CapInput
  /** Messages that all recipients of one account may get together. Default any number. */
  readonly perAccount?: CapInput
  /**
   * A share of all accounts, by lot, that no playbook sends anything: `{ share: 0.05, outcome: 'churned' }` compares them with everybody else, which says what all
   * playbooks together bring. Tasks for people are given as ever. Another `salt` draws other accounts. Default nobody.
   */
  readonly neverContact?: NeverContactInput<O>
  /** Groups of playbooks: an account that began one of a group begins no other of it for so long, or while it is inside. `{ onboarding: days(14) }`. */
  readonly exclusive?: Readonly<Record<string, Days>>
}
export type NeverContactInput<O extends string = string> = {
  readonly share: number
  readonly salt?: string
  readonly outcome?: O
}
type CapInput = { readonly most: number; readonly within: Days }

const OPTIONS = ['addresses', 'quiet', 'perRecipient', 'perAccount', 'neverContact', 'exclusive']

export function draftOutreach(given: OutreachInput): Outreach & Misused {
  const { addresses = {}, quiet, perRecipient, perAccount, neverContact, exclusive = {} } = given
  const groups = Object.entries(exclusive).map(([name, span]) => ({
    name,
    ...spanOf(`outreach.exclusive.${name}`, span),
  }))
  return {
    addresses: { ...addresses },
    quiet: quiet === undefined ? null : { from: quiet.from, to: quiet.to },
    perRecipient: capOf('perRecipient', perRecipient),
    perAccount: capOf('perAccount', perAccount),
    neverContact:
      neverContact === undefined
        ? null
        : {
            ...{ share: neverContact.share, salt: neverContact.salt ?? 'v1' },
            outcome: neverContact.outcome ?? null,
          },
    exclusive: Object.fromEntries(groups.map(({ name, days }) => [name, days])),
    ...withMisuse([
      ...badOptions('outreach', given, OPTIONS),
      ...(quiet === undefined ? [] : badOptions('outreach.quiet', quiet, ['from', 'to'])),
      ...(neverContact === undefined
        ? []
        : badOptions('outreach.neverContact', neverContact, ['share', 'salt', 'outcome'])),
      ...groups.flatMap(({ misuse = [] }) => misuse),
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
