import type { ActorRef } from '../../contract/analyze/question.ts'
import type { Asking } from './asking.ts'
import { MEMBER_BASE } from './event-relation.ts'

const LISTED = 1000

/** Who is in the one cell that was asked for. */
export type ActorDraft = { readonly entities: Set<number> }

export function toActorList(
  asking: Asking,
  { entities }: ActorDraft,
): { readonly total: number; readonly data: ActorRef[] } {
  const refs = [...entities].map((entity) => refOf(asking, entity))
  refs.sort((a, b) => compare(a.account, b.account) || compare(a.person, b.person))
  return { total: refs.length, data: refs.slice(0, LISTED) }
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function refOf({ actor, source }: Asking, entity: number): ActorRef {
  const { account, actor: person } = source.store.dictionary
  switch (actor) {
    case 'user':
      return { person: person.keyOf(entity) }
    case 'account':
      return { account: account.keyOf(entity) }
    case 'member':
      return {
        account: account.keyOf(Math.floor(entity / MEMBER_BASE)),
        person: person.keyOf(entity % MEMBER_BASE),
      }
  }
}
