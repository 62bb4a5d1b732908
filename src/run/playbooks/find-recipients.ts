import { inAppTarget } from '../../config/delivery/in-app-target.ts'
import type { ChannelSettings } from '../../config/delivery/settings.ts'
import type { Outreach, Recipients } from '../../config/playbooks/playbook.ts'
import type { MemberRow } from '../../contract/people.ts'
import { isTimezone, makeZone, type Zone } from '../../core/time.ts'
import { traitOf } from '../../ingest/trait-table.ts'
import type { Project } from '../project.ts'
import { loadAccount } from '../read/load-account.ts'
import { readMemberRows } from '../read/read-members.ts'
import { textTraitAsOf } from '../read/trait-as-of.ts'

/** Somebody who is to get a message. `id` names them in keys and caps. `cannot`: why nothing reaches them. */
export type Recipient = {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly target: string
  readonly zone: Zone
  readonly cannot: string | null
}

export type Reaching = {
  readonly to: Recipients
  readonly channel: ChannelSettings | undefined
  readonly account: string
  readonly person: string
  readonly outreach: Outreach
}

/** Who gets a message about an account or one of its members; those who cannot be reached are among them, with the reason. */
export async function findRecipients(project: Project, reaching: Reaching): Promise<Recipient[]> {
  const { to } = reaching
  switch (to.kind) {
    case 'channel':
      return [{ ...own(project, reaching, 'channel'), name: '', target: wholeAccount(reaching) }]
    case 'address':
      return [{ ...own(project, reaching, to.address), email: to.address, target: to.address }]
    case 'assignee':
      return [findAssignee(project, reaching)]
    case 'champion':
    case 'admins':
    case 'member':
    case 'roles':
      return findMembers(project, reaching, to)
  }
}

/** In the product there is no one place: everybody of the account sees it. */
function wholeAccount({ channel, account }: Reaching): string {
  return channel?.kind === 'in-app' && account !== '' ? inAppTarget({ user: null, account }) : ''
}

function own(project: Project, reaching: Reaching, id: string): Recipient {
  return { id, name: id, email: null, target: '', zone: zoneOf(project, reaching), cannot: null }
}

/** The account's zone, where it says one; else the product's. */
function zoneOf({ applier, zone }: Project, { account }: Reaching): Zone {
  const named = traitOf(applier.attribution.accountTraits, account, 'timezone')?.value
  return typeof named === 'string' && isTimezone(named) ? makeZone(named) : zone
}

function findAssignee(project: Project, reaching: Reaching): Recipient {
  const trait = project.config.judged.model.account.assigneeTrait
  const said = trait === null ? undefined : traitOf(project.applier.attribution.accountTraits, reaching.account, trait)
  const name = said?.value === undefined || said.value === null ? '' : String(said.value)
  const nobody = { ...own(project, reaching, 'assignee'), cannot: 'nobody looks after the account' }
  if (name === '') return nobody
  const { addresses } = reaching.outreach
  const address = Object.hasOwn(addresses, name) ? addresses[name]! : null
  const needsOne = reaching.channel?.kind === 'email'
  const cannot = address === null && needsOne ? `there is no address for ${name} in outreach.addresses` : null
  return { ...own(project, reaching, name), target: leadsTo(reaching.channel, address), cannot }
}

/** A channel that leads to one place needs no address. */
function leadsTo(channel: ChannelSettings | undefined, address: string | null): string {
  const isBot = channel?.kind === 'slack' && channel.webhook === null
  return isBot || channel?.kind === 'email' ? (address ?? '') : ''
}

const ADMIN_ROLES = ['admin', 'administrator', 'owner']

async function findMembers(project: Project, reaching: Reaching, to: Recipients): Promise<Recipient[]> {
  const { judgedDay, zone, clock } = project
  const now = clock.now()
  const input = await loadAccount(project, reaching.account)
  if (input === null) return [nobodyIs(project, reaching, to)]
  const rows = await readMemberRows(project, input, judgedDay ?? zone.dayOf(now) - 1)
  const chosen = choose(rows, to, reaching.person)
  if (chosen.length === 0) return [nobodyIs(project, reaching, to)]
  const { actor } = project.store.dictionary
  return chosen.map((row) => {
    const traits = input.timeline.personTraits.filter(({ person }) => person === actor.idOf(row.person))
    const named = textTraitAsOf(traits, 'timezone', now)
    const target = targetOf(reaching, row)
    return {
      ...{ id: row.person, name: row.name, email: row.email, target },
      zone: named !== null && isTimezone(named) ? makeZone(named) : zoneOf(project, reaching),
      cannot: target === '' && reaching.channel?.kind === 'email' ? `no e-mail address is known of ${row.name}` : null,
    }
  })
}

/** Letters go to an address, messages in the product to the user; other channels lead to one place. */
function targetOf({ channel, account }: Reaching, { person, email }: MemberRow): string {
  if (channel?.kind === 'email') return email ?? ''
  return channel?.kind === 'in-app' ? inAppTarget({ user: person.slice(2), account }) : ''
}

function nobodyIs(project: Project, reaching: Reaching, to: Recipients): Recipient {
  const who = to.kind === 'roles' ? `a member with the role ${to.roles.join(' or ')}` : `a member for ${to.kind}`
  return { ...own(project, reaching, to.kind), cannot: `the account has not ${who}` }
}

/** The champion is who was active on most of the last 28 days. */
function choose(rows: readonly MemberRow[], to: Recipients, person: string): readonly MemberRow[] {
  const withRole = (roles: readonly string[]): readonly MemberRow[] =>
    rows.filter(({ role }) => role !== null && roles.includes(role.toLowerCase()))
  switch (to.kind) {
    case 'member':
      return rows.filter((row) => row.person === person)
    case 'champion': {
      const best = [...rows].sort((a, b) => b.activeDays28 - a.activeDays28 || (a.person < b.person ? -1 : 1))
      return best.slice(0, 1)
    }
    case 'admins':
      return withRole(ADMIN_ROLES)
    case 'roles':
      return withRole(to.roles.map((role) => role.toLowerCase()))
    case 'channel':
    case 'assignee':
    case 'address':
      return []
  }
}
