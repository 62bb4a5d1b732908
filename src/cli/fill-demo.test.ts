import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { demoShare, demoWorld, fillDemo } from './fill-demo.ts'
import type { Io } from './io.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-demo-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const readMark = () => JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'))

test('a share of the demo is written once, and the folder says which share it holds', async () => {
  const io = { err: () => {}, out: () => {}, isTty: false, clock: { now: () => 0 } } as unknown as Io
  expect(demoShare(folder)).toBe(null)
  const world = demoWorld(0.01)
  expect(world.plan.accounts).toHaveLength(12)
  expect(await fillDemo(io, folder, { world, share: 0.01 })).toBe(true)
  const mark = readMark()
  expect(mark).toEqual({ seed: 7, share: 0.01, messages: [...world.messages()].length })
  expect(demoShare(folder)).toBe(0.01)
  expect(await fillDemo(io, folder, { world, share: 0.02 })).toBe(false)
  expect(readMark()).toEqual(mark)
})

test('a folder of before there were shares holds the whole demo', () => {
  writeFileSync(join(folder, 'demo.json'), JSON.stringify({ seed: 7, messages: 516_273 }))
  expect(demoShare(folder)).toBe(1)
})
