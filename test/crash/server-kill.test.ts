import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { dataFolder } from '../log-stories.ts'
import { readFolder, tellPlace } from './read-folder.ts'
import { makeKey, sendLoad, startServer, writeConfig } from './server-process.ts'

/** Two folders at once, each killed so often: a start takes most of the time. */
const FOLDERS = 2
const ROUNDS = 25

async function killAndStart(folder: number) {
  const dir = dataFolder()
  const config = writeConfig(dir)
  const key = await makeKey(dir)
  const acknowledged = new Set<string>()
  const sent = new Set<string>()
  const said = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const { url, child, ended } = await startServer(dir, config)
    const load = sendLoad({ url, key }, { lanes: 4, batch: 10 })
    // A moment of its own each time, some before anything is acknowledged: by the clock, and on a slow machine by what was reached.
    await Promise.all([setTimeout((folder * 19 + round * 37) % 290), load.reach((round * 37) % 90)])
    child.kill('SIGKILL')
    const { signal, err } = await ended
    await load.stop()
    expect({ signal, refused: [...load.refused] }).toEqual({ signal: 'SIGKILL', refused: [] })
    for (const line of err.split('\n')) if (line !== '') said.add(line)
    for (const id of load.acknowledged) acknowledged.add(id)
    for (const id of load.sent) sent.add(id)
  }
  return { acknowledged, sent, said, found: await readFolder(dir, config) }
}

test('killed at fifty moments under load, the server keeps each acknowledged event once, and opens no episode twice', async () => {
  const folders = Array.from({ length: FOLDERS }, (_, folder) => killAndStart(folder))
  for (const { acknowledged, sent, said, found } of await Promise.all(folders)) {
    expect([...acknowledged].filter((id) => found.stored.get(id) !== 1)).toEqual([])
    expect([...found.stored].filter(([id, times]) => times !== 1 || !sent.has(id))).toEqual([])
    expect(acknowledged.size).toBeGreaterThan(1_000)
    const places = found.transitions.map(tellPlace)
    expect(new Set(places).size).toBe(places.length)
    // The day is open still: a replay closes it.
    const opened = (place: string) => place.includes('"opened"')
    expect(places.filter(opened).sort()).toEqual(found.replayed.filter(opened).sort())
    expect(places.filter(opened)).toHaveLength(14)
    expect([...said].filter((line) => !line.startsWith('The log ended in a torn record'))).toEqual([])
  }
  // Fifty starts, two at once: a machine that does much else takes twice as long for them as one that is quiet.
}, 420_000)
