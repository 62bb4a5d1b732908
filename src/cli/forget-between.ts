import type { Model } from '../config/model.ts'
import type { Clock } from '../core/time.ts'
import { recordAudit } from '../store/control/access/audit.ts'
import { type Forgetting, forgetEverywhere, unfinished } from './forget-subject.ts'
import type { Io } from './io.ts'
import type { AskedForgetting, OpenForgettings } from './open-forgettings.ts'

/** The folder of a server, closed. */
export type ServedFolder = {
  readonly io: Pick<Io, 'err' | 'randomBytes'>
  readonly dataDir: string
  readonly clock: Clock
  readonly model: Model
  readonly configPath: string | null
}

/** Forgets the one who was asked for while the server has its folder closed, and whoever was left half-forgotten before. */
export async function forgetBetween(served: ServedFolder, forgettings: OpenForgettings): Promise<void> {
  const asked = forgettings.waiting()
  if (asked === null) return
  await forgettings.settle(async () => {
    await finishForgetting(served)
    return forgetEverywhere(toForgetting(served, asked))
  })
}

/** Somebody whose forgetting was cut short, by a process that was killed in the middle, is forgotten before anything is served. */
export async function finishForgetting(served: ServedFolder): Promise<void> {
  const subject = unfinished(served.dataDir)
  if (subject === null) return
  served.io.err('Somebody whose forgetting was cut short is forgotten first.')
  const { of, keys } = subject
  await forgetEverywhere(
    toForgetting(served, { subject: of, id: keys[0] ?? '', ticket: '', who: 'the server, for whoever asked' }),
  )
}

function toForgetting(served: ServedFolder, { subject, id, who }: AskedForgetting): Forgetting {
  const { io, dataDir, clock, model, configPath } = served
  return {
    ...{ dataDir, clock, model, configPath, of: subject, name: id, randomBytes: io.randomBytes, say: io.err },
    note: (db, what) => recordAudit(db, { who, from: '', ...what }, clock.now()),
  }
}
