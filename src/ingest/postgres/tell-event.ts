import type { EventRows } from '../../config/sources.ts'
import { mapRow } from '../files/map-row.ts'
import type { Mapping, Row } from '../files/mapping.ts'
import { fromOf } from './column-texts.ts'
import { COMES_NOW, type Moment, type Telling } from './telling.ts'

/** An event of the product's own table, under the id that it has there. */
export function tellEvent(target: Omit<EventRows, 'sql'>, row: Row, { first }: Moment): Telling {
  const { id, event, at, person, account, cursor } = target
  const own = [id, event, at, person, account, cursor]
  const mapping: Mapping = {
    type: 'track',
    event: fromOf(event),
    user: fromOf(person),
    ...(account === undefined ? {} : { account: fromOf(account) }),
    id: fromOf(id),
    time: { column: at, unit: 'iso' },
    properties: [...row.keys()].filter((name) => !own.includes(name)),
  }
  const mapped = mapRow(row, mapping, '')
  if (mapped.kind === 'refused') return mapped
  const message = first ? mapped.message : { ...mapped.message, receivedAt: COMES_NOW }
  return { kind: 'told', messages: [message], told: null }
}
