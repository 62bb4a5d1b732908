import { branch, type StreamKey, uniform } from '../core/stream.ts'
import { assignUnit } from '../stats/experiments/assign-unit.ts'

export const HOLDOUT = 0.2
const DELIVERED = 0.8

export type PlaybookArm = { readonly arm: 'treated' | 'holdout'; readonly delivered: boolean }

/** Arm of an account in one of the planted playbooks, and whether the step reached anybody (four times in five). */
export function assignArm(playbook: string, unit: string, key: StreamKey): PlaybookArm {
  const arm = assignUnit({ experiment: playbook, salt: 'v1', unit }, HOLDOUT)
  return { arm, delivered: arm === 'treated' && uniform(branch(key, 'delivery', playbook)) < DELIVERED }
}
