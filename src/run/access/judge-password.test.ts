import { expect, test } from 'vitest'
import { judgePassword } from './judge-password.ts'

const about = { email: 'ana.kovac@example.com', name: 'Ana Kovač' }

test('length counts, and not what kinds of characters it has', () => {
  expect(judgePassword('tidal wool streams', about)).toBeNull()
  expect(judgePassword('vjqzmwtlkfpx', about)).toBeNull()
  expect(judgePassword('пять жёлтых лодок', about)).toBeNull()
  expect(judgePassword('short 1 A!', about)).toBe('it has 10 characters; at least 12 are needed')
  expect(judgePassword('x y'.repeat(70), about)).toBe('it has 210 characters; at most 200 are taken')
})

test.each([
  ['password1234', 'it is among those that are guessed first'],
  ['P@ssword!2026', 'it is among those that are guessed first'],
  ['qwertyuiop123', 'it is among those that are guessed first'],
  ['letmeinletmein', 'it is among those that are guessed first'],
  ['Summer-2026-Winter', 'it is among those that are guessed first'],
  ['correcthorsebatterystaple', 'it is among those that are guessed first'],
  ['1234567890123', 'it is among those that are guessed first'],
  ['aaaaabbbbbcccc', 'it is made of fewer than five different characters'],
  ['ana.kovac2026', 'it is made of your name or address'],
  ['KovacKovac!!1', 'it is made of your name or address'],
])('%s is refused', (password, reason) => {
  expect(judgePassword(password, about)).toBe(reason)
})
