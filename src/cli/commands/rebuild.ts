import { telltaleError } from '../../core/errors.ts'
import { dataFolder } from '../../run/data-folder.ts'
import { readServerFile } from '../../run/server-file.ts'
import { openDuckdbStore } from '../../store/analytic/duckdb/open-store.ts'
import { lockDataFolder } from '../../store/log/lock-data-folder.ts'
import type { CommandSpec, Invocation } from '../command.ts'
import { openLocalProject } from '../open-local-project.ts'
import { readModelInForce } from '../read-model-in-force.ts'
import { reportProgress } from '../report-progress.ts'

export const rebuildCommand: CommandSpec = {
  usage: 'rebuild',
  summary:
    'Compute all that is derived again, from the archives and the log. What was decided and sent stays. The server must be stopped.',
  options: [],
  examples: ['npx telltale rebuild', 'npx telltale rebuild --data .telltale --json'],
  run: async (invocation) => {
    const { io, dataDir, clock } = invocation
    const server = readServerFile(dataFolder(dataDir).serverFile)
    if (server !== null) throw telltaleError('data_in_use', { path: dataDir, pid: server.pid })
    const { model, configPath } = await readModelInForce(invocation)
    const rebuilt = await rebuildStore(invocation, model.product)
    const { project, close } = await openLocalProject({
      dataDir,
      model,
      configPath,
      clock,
      serves: false,
      say: io.err,
    })
    try {
      const { events, facts, accounts } = await project.store.counts()
      const answer = { fromArchives: rebuilt, fromLog: events - rebuilt, events, facts, accounts }
      const text = `Rebuilt ${events.toLocaleString('en')} events (${rebuilt.toLocaleString('en')} from archives, the rest from the log), ${facts.toLocaleString('en')} facts, ${accounts.toLocaleString('en')} accounts.`
      io.out(invocation.json ? JSON.stringify(answer) : text)
      return 0
    } finally {
      await close()
    }
  },
}

async function rebuildStore(
  { io, dataDir }: Invocation,
  product: { timezone: string; closeDelayMinutes: number },
): Promise<number> {
  const lock = lockDataFolder(dataDir)
  try {
    const { store } = await openDuckdbStore({
      folder: dataFolder(dataDir).analytic,
      timezone: product.timezone,
      closeDelayMinutes: product.closeDelayMinutes,
    })
    const progress = reportProgress(io, 'Rebuilding', 'events')
    const { events } = await store.rebuild((done, total) => progress.update(done, total))
    await store.close()
    progress.end(`${events.toLocaleString('en')} events read from the archives.`)
    return events
  } finally {
    lock.release()
  }
}
