import { setTimeout } from 'node:timers/promises'
import { type PuttingDigests, putDigests } from '../run/digest/put-digests.ts'
import type { Project } from '../run/project.ts'

/** It is looked this often whether a digest is due. */
const EVERY_MS = 20_000

/** Puts digests into the outbox as they fall due, until it is told to stop. */
export async function keepDigesting(
  project: Project,
  { failed, ...putting }: PuttingDigests & { readonly failed: (error: unknown) => void },
): Promise<void> {
  if (Object.keys(putting.delivery.digests).length === 0) return
  while (!putting.stop.aborted) {
    await putDigests(project, putting).catch((error: unknown) => {
      if (!putting.stop.aborted) failed(error)
    })
    await setTimeout(EVERY_MS, undefined, { signal: putting.stop, ref: false }).catch(() => {})
  }
}
