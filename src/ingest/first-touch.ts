/** Where an actor came from, by its first event: the campaign's source or name, else the host of the referring page; '' when it came by itself. */
export function firstTouch(properties: string): string {
  if (!properties.includes('"$campaign"') && !properties.includes('"$referrer"') && !properties.includes('"$page"'))
    return ''
  const { $campaign, $referrer, $page } = JSON.parse(properties) as Record<string, Touch | string | undefined>
  const campaign = textOf($campaign, 'source') || textOf($campaign, 'name')
  if (campaign !== '') return campaign
  const page = $page === undefined ? '' : textOf($page, 'referrer')
  const referrer = typeof $referrer === 'string' ? $referrer : textOf($referrer, 'url') || page
  const host = hostOf(referrer)
  return host !== '' && host === hostOf(textOf($page, 'url')) ? '' : host
}

type Touch = Readonly<Record<string, unknown>> | null

function textOf(touch: Touch | string | undefined, key: string): string {
  const value = touch !== null && typeof touch === 'object' ? touch[key] : undefined
  return typeof value === 'string' ? value.trim().slice(0, 200).toWellFormed() : ''
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : ''
}
