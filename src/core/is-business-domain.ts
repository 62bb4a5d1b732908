/** Providers at which anybody may have an address; their country domains (yahoo.fr) count too. */
const FREE_MAIL = new Set([
  ...['gmail', 'googlemail', 'yahoo', 'ymail', 'rocketmail', 'hotmail', 'outlook', 'live', 'msn', 'aol', 'icloud'],
  ...['me', 'mac', 'gmx', 'web', 'mail', 'email', 'proton', 'protonmail', 'pm', 'tutanota', 'tuta', 'zoho', 'fastmail'],
  ...['yandex', 'inbox', 'bk', 'list', 'qq', '163', '126', 'sina', 'naver', 'daum', 'hanmail', 'orange', 'wanadoo'],
  ...['free', 'laposte', 'sfr', 'libero', 'virgilio', 't-online', 'freenet', 'arcor', 'comcast', 'verizon', 'att'],
  ...['rediffmail', 'mailinator', 'guerrillamail', 'hey', 'duck'],
])
/** Names that are free mail at these ends only; elsewhere they are companies. */
const ONLY_AT: Readonly<Record<string, readonly string[]>> = {
  me: ['com'],
  mac: ['com'],
  web: ['de'],
  mail: ['com', 'ru'],
  email: ['com'],
  pm: ['me'],
  proton: ['me'],
  list: ['ru'],
  free: ['fr'],
  orange: ['fr'],
  live: ['com', 'co.uk', 'fr', 'nl', 'de', 'it', 'se', 'dk', 'no', 'be'],
  att: ['net'],
  verizon: ['net'],
  comcast: ['net'],
  hey: ['com'],
  duck: ['com'],
  inbox: ['com', 'ru', 'lv'],
  bk: ['ru'],
}

/** Is an e-mail address, or a domain, that of an organisation, and of none of the free mail providers? */
export function isBusinessDomain(text: string): boolean {
  const domain = text
    .slice(text.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()
  if (!/^[^\s.@]+(\.[^\s.@]+)+$/.test(domain)) return false
  const [name = '', ...rest] = domain.split('.')
  if (!FREE_MAIL.has(name)) return true
  const ends = ONLY_AT[name]
  return ends !== undefined && Object.hasOwn(ONLY_AT, name) && !ends.includes(rest.join('.'))
}
