import { describe, expect, it } from 'vitest'
import { ERRORS, TelltaleError, telltaleError } from './errors.ts'

describe('the catalogue of errors', () => {
  it('fills the message from the values, and keeps code, class, values and cause', () => {
    const cause = new Error('EADDRINUSE')
    const error = telltaleError('port_in_use', { port: 4620, host: '127.0.0.1' }, cause)
    expect(error).toBeInstanceOf(TelltaleError)
    expect({ ...error, message: error.message, class: error.class, cause: error.cause }).toEqual({
      name: 'TelltaleError',
      code: 'port_in_use',
      class: 'user',
      message: 'Port 4620 on 127.0.0.1 is taken. Choose another with --port.',
      params: { port: 4620, host: '127.0.0.1' },
      cause,
    })
  })

  it('fills a placeholder everywhere it stands', () => {
    expect(telltaleError('unauthorized', { scope: 'write' }).message).toBe(
      'This needs somebody who is signed in, or a key with scope write. Make one with `telltale keys create --scope write`.',
    )
  })

  it('takes values as they are: none of their text is read as a placeholder or a pattern', () => {
    expect(telltaleError('bad_request', { reason: "$& $1 {reason} '__proto__'" }).message).toBe(
      "$& $1 {reason} '__proto__'",
    )
  })

  it('refuses, at compile time, a code that does not exist and values that do not fit it', () => {
    // @ts-expect-error there is no such code
    expect(() => telltaleError('no_such_code', {})).toThrow(TypeError)
    // @ts-expect-error the message needs a host, too
    expect(telltaleError('port_in_use', { port: 1 }).message).toContain('undefined')
  })

  it('has codes in snake case, and messages that are whole sentences', () => {
    for (const [code, { message }] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[a-z]+(_[a-z0-9]+)*$/)
      expect(message, code).toMatch(/^[A-Z{].*[.}`]$/)
    }
  })
})
