import { makeFolder, type Server, startServer } from './start-server.ts'

/** Enough for each page to have something of everything, and there in a quarter of the time. */
const SHARE = '0.3'

/** Much goes on in it where that is asked of this run: stories must not take two moments for one. */
const PACE = process.env.TELLTALE_SHAKE === 'lively' ? '100' : '1'

/** The demo over a fresh data folder. */
export function startDemo(): Promise<Server> {
  return startServer(['demo', '--share', SHARE, '--pace', PACE], makeFolder())
}
