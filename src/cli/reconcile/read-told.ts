import { minorUnits } from '../../core/currency.ts'
import { parseDecimal, roundFraction } from '../../core/decimal.ts'
import type { SheetValue, Told } from './sheet.ts'

const PAYS: ReadonlySet<string> = new Set([
  'active',
  'paying',
  'paid',
  'customer',
  'past_due',
  'past due',
  'live',
  'yes',
  'true',
  '1',
])
const PAYS_NOT: ReadonlySet<string> = new Set([
  ...[
    'churned',
    'canceled',
    'cancelled',
    'inactive',
    'ended',
    'free',
    'trial',
    'trialing',
    'none',
    'lost',
    'no',
    'false',
    '0',
  ],
])

/** Words that a status may be. */
export const STATUS_WORDS = [...PAYS, ...PAYS_NOT]

/** The text of a cell as a value: null where the cell is empty, undefined where it cannot be told what is meant. */
export function readTold(
  value: SheetValue,
  text: string,
  unit: { readonly currency: string; readonly minor: boolean },
): Told | undefined {
  const written = text.trim()
  if (written === '' || written === '-' || written === '–') return null
  switch (value) {
    case 'mrr':
      return readMoney(written, unit)
    case 'seats':
      return readNumber(written)
    case 'plan':
      return written
    case 'status': {
      const word = written.toLowerCase()
      return PAYS.has(word) ? true : PAYS_NOT.has(word) ? false : undefined
    }
  }
}

function readMoney(
  text: string,
  { currency, minor }: { readonly currency: string; readonly minor: boolean },
): number | undefined {
  const plain = plainNumber(text.replaceAll(/[A-Za-z€$£¥\s\u00a0\u202f]/g, ''))
  const read = plain === null ? null : parseDecimal(plain)
  if (read === null) return undefined
  const units = BigInt(minor ? 1 : minorUnits(currency))
  return roundFraction({ ...read, numerator: read.numerator * units })
}

function readNumber(text: string): number | undefined {
  const plain = plainNumber(text)
  return plain === null ? undefined : Number(plain)
}

/** `1,234.50`, `1.234,50`, `1'234.50` and `49,90` as `1234.50` and `49.90`; a comma before three digits parts thousands, a single point never does. */
function plainNumber(text: string): string | null {
  const bare = text.replaceAll(/['’_]/g, '')
  const decimal = bare.lastIndexOf(',') > bare.lastIndexOf('.') && !/^-?\d{1,3}(,\d{3})+$/.test(bare) ? ',' : '.'
  const plain = bare.replaceAll(decimal === ',' ? '.' : ',', '').replace(',', '.')
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : null
}
