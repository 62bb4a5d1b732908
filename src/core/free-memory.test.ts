import { expect, test, vi } from 'vitest'
import { freeMemory } from './free-memory.ts'

test('memory that is given back is gone without a collection, and its arrays are empty', async () => {
  const [numbers, bits] = [new Int32Array(16 << 20).fill(1), new Uint8Array(64 << 20).fill(1)]
  const held = process.memoryUsage().arrayBuffers
  freeMemory([numbers, bits])
  expect([numbers.length, bits.length]).toEqual([0, 0])
  await vi.waitFor(() => expect(process.memoryUsage().arrayBuffers).toBeLessThan(held - (100 << 20)))
})
