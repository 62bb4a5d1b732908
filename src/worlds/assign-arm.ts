import { createHash } from 'node:crypto'
import { branch, type StreamKey, uniform } from '../core/stream.ts'

export const HOLDOUT = 0.2
const DELIVERED = 0.8

export type PlaybookArm = { readonly arm: 'treated' | 'holdout'; readonly delivered: boolean }

/** The number of [0, 1) by which a unit is in the holdout: the same hash as the product's own playbooks use. */
export function armPosition(playbook: string, salt: string, unit: string): number {
  const digits = createHash('sha256').update(`${playbook}|${salt}|${unit}`, 'utf8').digest('hex').slice(0, 13)
  return Number.parseInt(digits, 16) / 2 ** 52
}

/** Arm of an account in one of the planted playbooks, and whether the step reached anybody (four times in five). */
export function assignArm(playbook: string, unit: string, key: StreamKey): PlaybookArm {
  const arm = armPosition(playbook, 'v1', unit) < HOLDOUT ? 'holdout' : 'treated'
  return { arm, delivered: arm === 'treated' && uniform(branch(key, 'delivery', playbook)) < DELIVERED }
}
