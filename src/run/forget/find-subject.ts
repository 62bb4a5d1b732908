import { telltaleError } from '../../core/errors.ts'
import { type AttributionState, accountOf, actorsOf, personOf } from '../../ingest/attribution-state.ts'
import type { ForgottenSubject } from '../../ingest/forgotten-subject.ts'
import { traitOf } from '../../ingest/trait-table.ts'

/** A person by userId, anonymousId or e-mail address with all that was joined to it; an account with those that it took in. @throws not_found */
export function findSubject(state: AttributionState, of: ForgottenSubject['of'], name: string): ForgottenSubject {
  return of === 'person' ? findPerson(state, name) : findAccount(state, name)
}

function findPerson(state: AttributionState, name: string): ForgottenSubject {
  const { numbers } = state.actors
  const byEmail = (): string | undefined =>
    [...state.personTraits.rowOf.keys()].find((person) => traitOf(state.personTraits, person, 'email')?.value === name)
  const actor = [name, `u:${name}`, `a:${name}`].find((key) => numbers.has(key)) ?? byEmail()
  if (actor === undefined) throw telltaleError('not_found', { what: 'person', name: name.slice(0, 200) })
  const person = personOf(state, actor)
  const email = traitOf(state.personTraits, person, 'email')?.value
  return {
    of: 'person',
    keys: [...new Set(actorsOf(state, person))],
    mentions: typeof email === 'string' && email !== '' ? [email] : [],
  }
}

function findAccount(state: AttributionState, name: string): ForgottenSubject {
  const key = accountOf(state, name)
  if (!state.accountsSeen.has(key)) throw telltaleError('not_found', { what: 'account', name: name.slice(0, 200) })
  const taken = [...state.merged].flatMap(([from, into]) => (into === key ? [from] : []))
  return { of: 'account', keys: [...new Set([key, name, ...taken])], mentions: [] }
}
