const WITHOUT_MINOR = new Set([
  'BIF',
  'CLP',
  'DJF',
  'GNF',
  'ISK',
  'JPY',
  'KMF',
  'KRW',
  'PYG',
  'RWF',
  'UGX',
  'VND',
  'VUV',
  'XAF',
  'XOF',
  'XPF',
])
const THOUSANDTHS = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'])

/** Minor units in one unit of a currency (ISO 4217): 100 cents, but no sen. */
export function minorUnits(currency: string): number {
  const code = currency.toUpperCase()
  if (WITHOUT_MINOR.has(code)) return 1
  return THOUSANDTHS.has(code) ? 1000 : 100
}
