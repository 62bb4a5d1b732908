// Appends to the log of a data folder as fast as it goes, and writes a line to stdout for what was asked and what was acknowledged.
// Killed, it leaves the log as a crash does; on SIGTERM it asks for nothing more, closes the log, and ends with 0.
import { writeSync } from 'node:fs'
import { lockDataFolder } from '../../dist/store/log/lock-data-folder.js'
import { openLogWriter } from '../../dist/store/log/open-log-writer.js'

const [dir, name] = process.argv.slice(2)
const APPENDERS = 8

const lock = lockDataFolder(dir)
const writer = await openLogWriter({ dir, logName: 'server', segmentBytes: 100_000, reserveBytes: 0 })
say('opened', writer.opened)
let stopping = false
let asked = 0
process.on('SIGTERM', async () => {
  stopping = true
  await writer.close()
  say('closed', { asked })
  lock.release()
  process.exit(0)
})
await Promise.all(Array.from({ length: APPENDERS }, appendOnAndOn))

async function appendOnAndOn() {
  while (!stopping) {
    const text = JSON.stringify({ id: `${name}:${asked++}`, pad: 'x'.repeat((asked * 97) % 900) })
    const header = { kind: 'messages', receivedAt: asked, source: name, shape: 'single', imported: false, count: 1 }
    const { firstN } = await writer.append(header, Buffer.from(text))
    say('acknowledged', { firstN, text })
  }
}

function say(what, data) {
  writeSync(1, `${JSON.stringify({ what, ...data })}\n`)
}
