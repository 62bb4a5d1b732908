import type { Model } from '../../config/model.ts'
import type { ServerStatus } from '../../contract/status.ts'
import { judgeMembers } from './check-members.ts'
import { judgeWindows } from './check-windows.ts'
import type { Diagnosis } from './diagnosis.ts'

/** What a configuration asks of data that there is not: nothing is wrong with either alone. */
export function judgeAgainstData(model: Model, status: ServerStatus): readonly Diagnosis[] {
  return [...judgeWindows(model, status), ...judgeMembers(model, status)]
}
