import type { Model } from '../../config/model.ts'
import type { PlaybookList } from '../../contract/playbooks/playbooks.ts'
import type { connectTo } from '../connect.ts'
import { type Diagnosis, note } from './diagnosis.ts'

/** Of playbooks that leave some alone, or would where it were worth having: what the server has worked out of the past. */
export async function sayHoldouts(
  model: Model,
  connection: ReturnType<typeof connectTo>,
): Promise<readonly Diagnosis[]> {
  const able = model.playbooks.filter(
    ({ holdout, byDefault }) => holdout !== 'off' && (holdout !== null || byDefault === 'automated'),
  )
  if (able.length === 0) return []
  const { data } = await connection.get<PlaybookList>('/playbooks')
  return able.flatMap(({ key }) => {
    const row = data.find((one) => one.key === key)
    return row === undefined ? [] : [note(`playbook ${key}`, row.holdout.sentence)]
  })
}
