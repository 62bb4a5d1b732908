import { expect, test } from 'vitest'
import { readOrigin } from './read-origin.ts'

test('an origin is read as browsers send it; with a path, a name or another scheme it is none', () => {
  const typed = ['https://App.Example.com', ' https://app.example.com:443/ ', 'http://localhost:3000']
  expect(typed.map(readOrigin)).toEqual(['https://app.example.com', 'https://app.example.com', 'http://localhost:3000'])
  const none = [
    'app.example.com',
    'https://app.example.com/path',
    'https://a@app.example.com',
    'file:///x',
    '*',
    'null',
    '',
  ]
  expect(none.map(readOrigin)).toEqual(none.map(() => null))
})
