import { telltaleError } from '../../core/errors.ts'
import type { Millis } from '../../core/time.ts'
import { stretchesOf } from '../../ingest/actor-table.ts'
import { accountOf, actorsOf, personOf } from '../../ingest/attribution-state.ts'
import type { Addressee } from '../../store/control/messages.ts'
import type { Project } from '../project.ts'

/** A user of the product who asks: the person they are, and their accounts now; the one that was named, where one was and it is theirs. */
export type ProductUser = { readonly person: string; readonly accounts: readonly string[] }

/** By the id under which the product knows them. `account`: only that one. */
export function userOfProduct(project: Project, user: string, account: string | undefined): ProductUser {
  const { attribution } = project.applier
  const person = personOf(attribution, `u:${user}`)
  const own = accountsAt(project, person, project.clock.now())
  if (account === undefined) return { person, accounts: own }
  const key = accountOf(attribution, account)
  return { person, accounts: own.filter((one) => one === key) }
}

/** The one account of a user; null: they have none. @throws bad_argument when they have several */
export function soleAccount({ accounts }: ProductUser): string | null {
  if (accounts.length > 1)
    throw telltaleError('bad_argument', {
      argument: 'account',
      value: 'not given',
      expected: `one of ${accounts.join(', ')}`,
    })
  return accounts[0] ?? null
}

/** By all keys that they and their accounts have gone by: a message may have been put there before they were joined. */
export function addresseeOf({ applier }: Project, { person, accounts }: ProductUser): Addressee {
  const { attribution } = applier
  const former = [...attribution.merged].flatMap(([from, into]) => (accounts.includes(into) ? [from] : []))
  return { persons: actorsOf(attribution, person), accounts: [...accounts, ...former] }
}

function accountsAt({ applier }: Project, person: string, now: Millis): string[] {
  const open = stretchesOf(applier.attribution.actors, person).filter(
    ({ from, to }) => from <= now && (to === null || to > now),
  )
  return [...new Set(open.map((stretch) => stretch.account))].sort()
}
