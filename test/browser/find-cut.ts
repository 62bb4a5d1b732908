import type { Page } from 'playwright-core'

const USUAL_TEXT = 16
/** By then what is drawn at the width of its place is drawn anew. */
const NEXT_FRAME = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'

/** What is read of each piece of text on the page: where it stands, and what is to be seen of it. */
const FIND_CUT = `(() => {
  const SLACK = 2
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const clips = (style) => /hidden|clip/.test(style.overflowX + style.overflowY)
  const scrolls = (style) => /auto|scroll/.test(style.overflowX + style.overflowY)
  const told = (element) => element.closest('[title], a, option, summary, [data-live], .cursor-help') !== null
  const pieces = []
  const cut = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    if (node.data.trim() === '' || !shown(element) || element.closest('svg, select, script, style, .sr-only') !== null) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    let { left, right, top, bottom } = range.getBoundingClientRect()
    if (right - left < 1) continue
    const said = node.data.trim().slice(0, 40)
    let fixed = false
    let unseen = false
    for (let host = element; host !== null && host !== document.body; host = host.parentElement) {
      const style = getComputedStyle(host)
      if (style.position === 'fixed' || style.position === 'sticky') fixed = true
      const box = host.getBoundingClientRect()
      if (clips(style) && box.width < 2) unseen = true
      const ends = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none'
      if (!unseen && clips(style) && !scrolls(style) && !(ends && told(element)) && (right > box.right + SLACK || left < box.left - SLACK || bottom > box.bottom + SLACK || top < box.top - SLACK))
        cut.push('cut: ' + said)
      if (clips(style) || scrolls(style)) {
        left = Math.max(left, box.left); right = Math.min(right, box.right)
        top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom)
      }
    }
    if (unseen || right - left < 1 || bottom - top < 1) continue
    if (right > innerWidth + SLACK || left < -SLACK) cut.push('beside the screen: ' + said)
    if (!fixed) pieces.push(...[...range.getClientRects()].map((rect) => ({ element, said, left: Math.max(left, rect.left), right: Math.min(right, rect.right), top: Math.max(top, rect.top), bottom: Math.min(bottom, rect.bottom) })))
  }
  pieces.sort((a, b) => a.top - b.top)
  const over = pieces.flatMap((one, at) => {
    const found = []
    for (let next = at + 1; next < pieces.length && pieces[next].top < one.bottom; next++) {
      const other = pieces[next]
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left)
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
      if (one.element !== other.element && wide > 3 && high > 5) found.push('over each other: ' + one.said + ' / ' + other.said)
    }
    return found
  })
  const wide = document.documentElement.scrollWidth - innerWidth
  return [...(wide > 0 ? [wide + ' px wider than the screen'] : []), ...new Set([...cut, ...over])]
})()`

/** For whoever magnifies the page four times, of whose 1280 px 320 are left, and whoever has set the text of their browser twice as large. */
const SIZES: readonly (readonly [said: string, width: number, text: number])[] = [
  ['at 320 px', 320, USUAL_TEXT],
  ['with text twice as large', 1280, 2 * USUAL_TEXT],
]

/** What of the text is cut off, stands over other text or beside the screen on a page as it stands, and by how much it is too wide: on a narrow screen, and with large text. */
export async function findCut(page: Page): Promise<string[]> {
  const before = page.viewportSize()!
  const session = await page.context().newCDPSession(page)
  const setText = (standard: number) => session.send('Page.setFontSizes', { fontSizes: { standard, fixed: standard } })
  const found: string[] = []
  for (const [said, width, text] of SIZES) {
    await page.setViewportSize({ width, height: before.height })
    await setText(text)
    await page.evaluate(NEXT_FRAME)
    found.push(...(await page.evaluate<string[]>(FIND_CUT)).map((cut) => `${said}: ${cut}`))
  }
  await setText(USUAL_TEXT)
  await page.setViewportSize(before)
  await session.detach()
  return found
}
