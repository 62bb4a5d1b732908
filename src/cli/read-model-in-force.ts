import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Model } from '../config/model.ts'
import { latestModel } from '../store/control/config-versions.ts'
import type { Invocation } from './command.ts'
import { findConfig } from './find-config.ts'
import { readModel } from './read-config.ts'
import { withControl } from './with-control.ts'

export type ModelInForce = { readonly model: Model; readonly configPath: string | null }
/** `isKept`: there is no file, and something else than the built-in one is in force. */
type FoundModel = ModelInForce & { readonly isKept: boolean }

/**
 * The configuration of the file; where there is none, that by which the folder was judged last: a command that is called from another folder would put the built-in
 * one in force otherwise, and turn every signal off. @throws as readModel
 */
export async function readModelInForce(invocation: Invocation): Promise<FoundModel> {
  const found = await findModelInForce(invocation)
  if (found.isKept)
    invocation.io.err(
      `No telltale.config.ts here: by the configuration that is in force in ${invocation.dataDir}. --config names another.`,
    )
  return found
}

/** The same, of which nothing is said. */
export async function findModelInForce(invocation: Invocation): Promise<FoundModel> {
  const configPath = findConfig(invocation)
  const kept = configPath === null ? await readKept(invocation) : null
  return { model: kept ?? (await readModel(configPath)), configPath, isKept: kept !== null }
}

async function readKept(invocation: Invocation): Promise<Model | null> {
  if (!existsSync(join(invocation.dataDir, 'control.sqlite'))) return null
  const kept = await withControl(invocation, latestModel)
  // The built-in one has no events: it may be another version's by now.
  return kept === 'unreadable' || kept?.events.length === 0 ? null : kept
}
