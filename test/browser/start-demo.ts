import { makeFolder, type Server, startServer } from './start-server.ts'

/** The demo over a fresh data folder. */
export function startDemo(): Promise<Server> {
  return startServer(['demo'], makeFolder())
}
