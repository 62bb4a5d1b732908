import { expect, test } from 'vitest'
import { FULL_COST, hashPassword, verifyPassword } from './hash-password.ts'

test('a password opens with what was kept of it, in either way of writing it, and no other does', async () => {
  const kept = await hashPassword('Zürich im Abendlicht', new Uint8Array(16).fill(7), FULL_COST)
  expect(kept).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  const tried = ['Zu\u0308rich im Abendlicht', 'Zürich im abendlicht'].map((one) =>
    verifyPassword(one, kept, FULL_COST),
  )
  expect(await Promise.all(tried)).toEqual([true, false])
}, 30_000)

test('nobody has a password, and one that was damaged opens nothing', async () => {
  const cheap = { N: 2, r: 1, p: 1 }
  const salt = new Uint8Array(16)
  const kept = await hashPassword('tidal wool streams', salt, cheap)
  expect(kept).not.toBe(await hashPassword('tidal wool streams', salt.fill(1), cheap))
  expect(await verifyPassword('tidal wool streams', null, cheap)).toBe(false)
  expect(await verifyPassword('tidal wool streams', kept.slice(0, -3), cheap)).toBe(false)
})
