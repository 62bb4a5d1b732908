import { createWriteStream, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openTelltale } from '../../dist/index.js'
import { config } from './definitions.mjs'

export const PORTFOLIO = 85
const MS = 86_400_000
const TODAY = 20_600

/** The instant at which these stores are read. */
export const ACCOUNTS_NOW = TODAY * MS + 9 * 3_600_000
export const nameOf = (i) => `csm-${i}`

/** A data folder with so many light accounts, made where it is not there. @returns its path */
export async function filledAccounts(folder, count) {
  const dataDir = join(folder, 'data')
  if (existsSync(join(folder, 'filled.json'))) return dataDir
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'history.ndjson')
  const file = createWriteStream(path)
  for (let a = 0; a < count; a++) {
    const lines = messagesOf(a).map((one) => JSON.stringify(one))
    if (!file.write(`${lines.join('\n')}\n`)) await new Promise((resolve) => file.once('drain', resolve))
  }
  await new Promise((resolve) => file.end(resolve))
  const telltale = await openTelltale({ dataDir, config, clock: { now: () => ACCOUNTS_NOW } })
  await telltale.importFile(path)
  await telltale.advance()
  await telltale.close()
  rmSync(path)
  writeFileSync(join(folder, 'filled.json'), JSON.stringify({ accounts: count }))
  return dataDir
}

/** A customer of eight weeks, heard of now and then. */
function messagesOf(a) {
  const random = makeRandom(a + 1)
  const born = TODAY - 56 + Math.floor(random() * 20)
  const groupId = `account-${a}`
  const at = (day) => new Date(day * MS + 10 * 3_600_000 + Math.floor(random() * 3_600_000)).toISOString()
  const traits = {
    ...{ name: `Account ${a}`, csm: nameOf(Math.floor(a / PORTFOLIO)), created_at: at(born) },
    renewal_date: new Date((TODAY + Math.floor(random() * 365)) * MS).toISOString().slice(0, 10),
  }
  const user = { userId: `user-${a}`, context: { groupId } }
  const names = ['Dashboard Viewed', 'Dashboard Viewed', 'Dashboard Viewed', 'Dashboard Shared', 'Report Exported']
  return [
    { type: 'group', messageId: `g-${a}`, timestamp: at(born), userId: user.userId, groupId, traits },
    ...Array.from({ length: 6 }, (_, i) => ({
      ...{ type: 'track', messageId: `t-${a}-${i}`, event: names[Math.floor(random() * names.length)], ...user },
      timestamp: at(born + Math.floor(random() * (TODAY - born))),
    })),
  ]
}

function makeRandom(seed) {
  let state = Math.imul(seed, 2_654_435_761) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
