import { telltaleError } from '../core/errors.ts'
import { type Invocation, textOption } from './command.ts'

/** An option that is a number; null: not given. @throws bad_argument */
export function numberOption(invocation: Invocation, name: string): number | null {
  const text = textOption(invocation, name)
  if (text === null) return null
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw telltaleError('bad_argument', {
    argument: flag,
    value: JSON.stringify(text.slice(0, 80)),
    expected: 'a number',
  })
}
