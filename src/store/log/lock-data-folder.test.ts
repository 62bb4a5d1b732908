import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { dataFolder } from '../../../test/log-stories.ts'
import { lockDataFolder, lockLog } from './lock-data-folder.ts'

/** A process that lives until the test ends. */
async function otherProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")'])
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  await once(child.stdout, 'data')
  return child.pid as number
}

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid as number
}

function lockOf(dir: string): { pid: number; started: string } {
  return JSON.parse(readFileSync(join(dir, 'lock'), 'utf8'))
}

test('one lock per folder: the second says who has it, and takes it once it is released', () => {
  const dir = join(dataFolder(), 'not', 'there', 'yet')
  const lock = lockDataFolder(dir)
  expect(lockOf(dir).pid).toBe(process.pid)
  expect(() => lockDataFolder(dir)).toThrow(`The data folder ${dir} is in use by process ${process.pid}.`)
  lock.release()
  lock.release()
  expect(readdirSync(dir)).toEqual([])
  lockDataFolder(dir).release()
})

test('the lock of a dead process is taken over', async () => {
  const dir = dataFolder()
  const pid = await deadProcess()
  writeFileSync(join(dir, 'lock'), JSON.stringify({ pid, started: 'before' }))
  const lock = lockDataFolder(dir)
  expect(lock.recovered).toBe(pid)
  expect(lockOf(dir).pid).toBe(process.pid)
  lock.release()
})

test('a lock that was not written by telltale belongs to nobody', () => {
  const dir = dataFolder()
  writeFileSync(join(dir, 'lock'), '\0\0\0')
  lockDataFolder(dir).release()
  expect(existsSync(join(dir, 'lock'))).toBe(false)
})

test('the lock of a living process holds', async () => {
  const dir = dataFolder()
  const pid = await otherProcess()
  writeFileSync(join(dir, 'lock'), JSON.stringify({ pid, started: '' }))
  expect(() => lockDataFolder(dir)).toThrow(`in use by process ${pid}`)
  expect(readdirSync(dir)).toEqual(['lock'])
})

test.runIf(existsSync('/proc/self/stat'))(
  'a number that another process has got since does not hold a lock',
  async () => {
    const dir = dataFolder()
    const pid = await otherProcess()
    writeFileSync(join(dir, 'lock'), JSON.stringify({ pid, started: 'an earlier start' }))
    const lock = lockDataFolder(dir)
    expect(lock.recovered).toBe(pid)
    lock.release()
  },
)

test('a lock that another has taken since is not released', () => {
  const dir = dataFolder()
  const lock = lockDataFolder(dir)
  const taken = JSON.stringify({ pid: process.pid, started: 'another' })
  writeFileSync(join(dir, 'lock'), taken)
  lock.release()
  expect(readFileSync(join(dir, 'lock'), 'utf8')).toBe(taken)
})

test('a folder that cannot be written is refused in one line', () => {
  const file = join(dataFolder(), 'file')
  writeFileSync(file, '')
  expect(() => lockDataFolder(join(file, 'data'))).toThrow(/^The data folder .*data cannot be written: ENOTDIR/)
})

test('a folder on a disk that can only be read is refused in one line', (context) => {
  const dir = dataFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', dir], { stdio: 'pipe' })
  } catch (error) {
    context.skip(`a tmpfs cannot be mounted here: ${(error as Error).message}`)
  }
  onTestFinished(() => {
    execFileSync('umount', [dir])
  })
  expect(() => lockDataFolder(dir)).toThrow(`The data folder ${dir} cannot be written: EROFS`)
})

test('an import locks its own log, beside the lock of the server', () => {
  const dir = dataFolder()
  const server = lockDataFolder(dir)
  const first = lockLog(dir, 'import_1')
  const second = lockLog(dir, 'import_2')
  expect(() => lockLog(dir, 'import_1')).toThrow('import_1 is in use')
  for (const lock of [server, first, second]) lock.release()
})
