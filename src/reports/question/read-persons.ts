import type { Millis } from '../../core/time.ts'
import { sql } from '../../store/sql.ts'
import { type Asking, readBlocks } from './asking.ts'
import { personOfSql } from './event-relation.ts'

/** The person an id belongs to, by id; beyond its end an id is its own person. */
export async function readPersons(asking: Asking, upTo: Millis): Promise<(actor: number) => number> {
  const { dialect, dictionary } = asking.source.store
  const statement = sql`
    -- whose an id is
    WITH ${personOfSql(dialect)}
    SELECT actor, person
    FROM person_of
  `
  const persons = Int32Array.from({ length: dictionary.actor.size() + 1 }, (_, actor) => actor)
  for await (const block of readBlocks(asking, statement, { upTo })) {
    const [actor, person] = [block.numbers(0), block.numbers(1)]
    for (let row = 0; row < block.rows; row++) persons[actor[row]!] = person[row]!
  }
  return (actor) => (actor < persons.length ? persons[actor]! : actor)
}
