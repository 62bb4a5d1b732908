import { signUpFactsOf } from '../../config/compile/sign-up-node.ts'
import { createdAtKeys } from '../../config/created-at-keys.ts'
import type { AnalysisActor } from '../../contract/analyze/question.ts'
import { instantOfTime } from '../../core/instant-of-time.ts'
import type { Millis } from '../../core/time.ts'
import type { TraitValue } from '../../store/analytic/message.ts'
import { type Asking, readBlocks, toldReach } from './asking.ts'
import { MEMBER_BASE } from './event-relation.ts'
import { readExcluded } from './read-excluded.ts'
import { signUpsSql } from './sign-ups-sql.ts'

/** Since when somebody is there: by their own word, by their first sign-up event, by the first sign of them. At least one is known. */
export type SignUp = { readonly told: Millis | null; readonly signed: Millis | null; readonly seen: Millis | null }

export function signUpOf({ told, signed, seen }: SignUp): Millis {
  return (told ?? signed ?? seen)!
}

/** Of everybody who is not excluded, those without any event too. */
export async function readSignUps(asking: Asking, actor: AnalysisActor): Promise<ReadonlyMap<number, SignUp>> {
  const { model, store } = asking.source
  const facts = signUpFactsOf(model, actor === 'user' ? 'person' : actor).flatMap(
    (fact) => store.dictionary.fact.idOf(fact) ?? [],
  )
  const createdAt = createdAtKeys(model.account)
  const parts = { dialect: store.dialect, actor, createdAt, facts, before: asking.toldBefore }
  const isExcluded = await exclusionOf(asking, actor)
  const signUps = new Map<number, SignUp>()
  for await (const block of readBlocks(asking, signUpsSql(parts), toldReach(asking))) {
    const [entity, known, signed] = [block.numbers(0), block.numbers(1), block.numbers(2)]
    const [created, firstSeen] = [block.texts(3), block.texts(4)]
    for (let i = 0; i < block.rows; i++) {
      if (isExcluded(entity[i]!)) continue
      const one = {
        // Of accounts that became one the age is that of the oldest.
        told: earlier(signUps.get(entity[i]!)?.told ?? null, instantOfJson(created[i]!, asking)),
        signed: orNull(signed[i]!),
        seen: earlier(orNull(known[i]!), instantOfJson(firstSeen[i]!, asking)),
      }
      if ((one.told ?? one.signed ?? one.seen) !== null) signUps.set(entity[i]!, one)
    }
  }
  return signUps
}

async function exclusionOf(asking: Asking, actor: AnalysisActor): Promise<(entity: number) => boolean> {
  const accounts = actor === 'user' ? new Set<number>() : await readExcluded(asking, 'account')
  const persons = actor === 'account' ? new Set<number>() : await readExcluded(asking, 'person')
  switch (actor) {
    case 'account':
      return (entity) => accounts.has(entity)
    case 'user':
      return (entity) => persons.has(entity)
    case 'member':
      return (entity) => accounts.has(Math.floor(entity / MEMBER_BASE)) || persons.has(entity % MEMBER_BASE)
  }
}

function earlier(a: Millis | null, b: Millis | null): Millis | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}

function orNull(at: number): Millis | null {
  return at === -1 ? null : at
}

function instantOfJson(json: string, { zone }: Asking): Millis | null {
  return instantOfTime(JSON.parse(json) as TraitValue, zone)
}
