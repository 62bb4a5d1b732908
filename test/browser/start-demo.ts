import { makeFolder, type Server, startServer } from './start-server.ts'

/** Enough for each page to have something of everything, and there in a quarter of the time. */
const SHARE = '0.3'

/** The demo over a fresh data folder. */
export function startDemo(): Promise<Server> {
  return startServer(['demo', '--share', SHARE], makeFolder())
}
