import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Model } from '../../config/model.ts'
import type { ServerStatus } from '../../contract/status.ts'
import { TelltaleError } from '../../core/errors.ts'
import { dataFolder } from '../../run/data-folder.ts'
import { readServerFile } from '../../run/server-file.ts'
import type { Invocation } from '../command.ts'
import { connectTo } from '../connect.ts'
import { type Diagnosis, note } from './diagnosis.ts'
import { judgeAgainstData } from './judge-against-data.ts'
import { sayHoldouts } from './say-holdouts.ts'

const DATA = 'data'

/**
 * What a configuration asks of data that there is not, by the server that runs here. Without one it is only said who could tell: opening the folder would put the
 * file in force, and whoever checks it may not want that yet.
 */
export async function holdAgainstData(invocation: Invocation, model: Model): Promise<readonly Diagnosis[]> {
  const { dataDir } = invocation
  if (!existsSync(join(dataDir, 'control.sqlite'))) return []
  const server = readServerFile(dataFolder(dataDir).serverFile)
  if (server === null)
    return [note(DATA, 'no server runs here, so it was not held against the data', 'Hold it: telltale doctor')]
  try {
    const connection = connectTo(server.url, invocation)
    const judged = judgeAgainstData(model, await connection.get<ServerStatus>('/status'))
    return [...judged, ...(await sayHoldouts(model, connection))]
  } catch (error) {
    if (!(error instanceof TelltaleError)) throw error
    return [note(DATA, `it was not held against the data: ${error.message}`)]
  }
}
