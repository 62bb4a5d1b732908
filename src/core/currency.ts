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

/** Minor units in whole units of their currency, for lists that are no invoice: "2,640 USD". */
export function formatMoney({ minor, currency }: { readonly minor: number; readonly currency: string }): string {
  return `${Math.round(minor / minorUnits(currency)).toLocaleString('en-US')} ${currency}`
}
