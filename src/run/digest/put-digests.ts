import type { Delivery } from '../../config/delivery/settings.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import { dayToIso } from '../../core/time.ts'
import { readMeta, writeMeta } from '../../store/control/open-control-store.ts'
import { insertDeliveries, type NewDelivery } from '../../store/control/outbox.ts'
import type { Project } from '../project.ts'
import { type DueDigest, dueDigest } from './due-digests.ts'
import { type WrittenDigest, writeDigests } from './write-digests.ts'

export type PuttingDigests = {
  readonly deps: Pick<ApiDeps, 'getWorklist' | 'getTeam' | 'getDigest'>
  readonly delivery: Delivery
  readonly stop: AbortSignal
}

/**
 * Puts the digests that are due into the outbox, each once for its day, week or month: by its key, and by a note of the last day that was told, which is written with it. They
 * wait until the day before is judged.
 * @returns how many messages were put there
 */
export async function putDigests(project: Project, { deps, delivery, stop }: PuttingDigests): Promise<number> {
  const { control, zone, clock, judgedDay } = project
  const { weekStart } = project.config.judged.model.product
  const now = clock.now()
  if (project.state !== 'ready' || judgedDay === null || judgedDay < zone.dayOf(now) - 1) return 0
  let put = 0
  for (const [name, digest] of Object.entries(delivery.digests)) {
    const due = dueDigest(digest, { now, zone, weekStart })
    const noted = `digest_told/${name}`
    if (due === null || Number((await readMeta(control, noted)) ?? -1) >= due.day) continue
    const written = await writeDigests({ deps, delivery, stop }, { name, digest })
    put += await control.transaction().execute(async (tx) => {
      await writeMeta(tx, noted, String(due.day))
      return insertDeliveries(
        tx,
        written.map((one) => toDelivery(one, { name, via: digest.via, due, now })),
        now,
      )
    })
  }
  return put
}

type Put = { readonly name: string; readonly via: string; readonly due: DueDigest; readonly now: number }

function toDelivery({ reader, target, note, cannot }: WrittenDigest, { name, via, due, now }: Put): NewDelivery {
  const key = ['digest', name, ...(reader === null ? [] : [reader]), dayToIso(due.day)].join('/')
  return {
    ...{ key, channel: via, target, payload: JSON.stringify(note), at: now },
    ...{ expiresAt: due.expiresAt, cannot },
  }
}
