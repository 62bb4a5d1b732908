import { join } from 'node:path'

/** Where things are in a data folder. One folder is one project. */
export type DataFolder = {
  readonly root: string
  /** Framed raw messages: what was acknowledged. */
  readonly log: string
  /** The analytic store and its archives: derived, rebuildable. */
  readonly analytic: string
  /** Address of the running server. */
  readonly serverFile: string
}

export function dataFolder(root: string): DataFolder {
  return { root, log: join(root, 'log'), analytic: join(root, 'analytic'), serverFile: join(root, 'server.json') }
}

/** The log that the server itself writes: what came over HTTP, and the control records. */
export const LIVE_LOG = 'live'
