import { toIngestSettings } from '../config/ingest-settings.ts'
import { readForgotten } from '../store/control/forgotten.ts'
import type { Invocation } from './command.ts'
import type { Suppressed } from './import-on-thread.ts'
import { findModelInForce } from './read-model-in-force.ts'
import { withControl } from './with-control.ts'

/** A command that writes a log of its own beside the server asks the control store who is forgotten. */
export async function readSuppressed(invocation: Invocation): Promise<Suppressed> {
  const forgotten = await withControl(invocation, readForgotten)
  const { model } = await findModelInForce(invocation)
  return { forgotten, settings: toIngestSettings(model) }
}
