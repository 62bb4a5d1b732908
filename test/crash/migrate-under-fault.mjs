// Opens the control store of a folder and ends itself with SIGKILL at its nth statement; ends well, saying how many there were, when there are fewer.
import { writeSync } from 'node:fs'
import Database from 'libsql'
import { openControlStore } from '../../dist/store/control/open-control-store.js'

const [folder, nth] = process.argv.slice(2)
let met = 0

const prepare = Database.prototype.prepare
Database.prototype.prepare = function prepareOrDie(...args) {
  met += 1
  if (met === Number(nth)) process.kill(process.pid, 'SIGKILL')
  return prepare.apply(this, args)
}

await (await openControlStore(folder)).destroy()
writeSync(1, String(met))
