import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Invocation } from '../command.ts'
import { bad, type Diagnosis, fine } from './diagnosis.ts'

/** Below the log's own reserve (128 MB) nothing is taken any more; this leaves some days to act. */
const LOW_BYTES = 1_000_000_000

/** Whether the data folder can be written (by writing to it), and how much room there is. */
export function checkFolder({ dataDir, io }: Invocation): readonly Diagnosis[] {
  if (!existsSync(dataDir))
    return [fine('data folder', `there is none at ${dataDir} yet; it is made when it is needed`), checkSpace(dataDir)]
  const path = join(dataDir, `.doctor-${Buffer.from(io.randomBytes(6)).toString('hex')}`)
  try {
    writeFileSync(path, 'x', { flag: 'wx', mode: 0o600 })
    rmSync(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [
      bad(
        'data folder',
        `${dataDir} cannot be written: ${reason}`,
        'Give the user that runs telltale the right to write there.',
      ),
    ]
  }
  return [fine('data folder', `${dataDir} can be written`), checkSpace(dataDir)]
}

function checkSpace(dataDir: string): Diagnosis {
  let folder = dataDir
  while (!existsSync(folder)) folder = dirname(folder)
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const text = `${(free / 1e9).toFixed(1)} GB free under ${dataDir}`
  if (free >= LOW_BYTES) return fine('disk', text)
  return bad('disk', text, 'Make room: with less than 0.13 GB nothing is acknowledged any more.')
}
