/**
 * What Word, Outlook, Gmail and Docs put on the clipboard, as the editor understands it. Shape that means something is
 * kept; fonts, colours and page layout are dropped by the editor's own schema.
 */
export function cleaned(html: string): string {
  const page = new DOMParser().parseFromString(html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/g, ''), 'text/html')
  const { body } = page
  for (const odd of body.querySelectorAll('style, script, meta, link, title, o\\:p, img:not([src^="cid:"])')) {
    // Word fills empty paragraphs with an empty element of its own.
    if (odd.localName === 'o:p' && odd.textContent?.trim()) odd.replaceWith(...odd.childNodes)
    else odd.remove()
  }
  for (const wrapper of body.querySelectorAll('b[id^="docs-internal-guid"]')) wrapper.replaceWith(...wrapper.childNodes)
  listsOfWord(body)
  for (const quote of body.querySelectorAll('.gmail_quote > .gmail_attr, .gmail_quote')) {
    if (quote.localName !== 'blockquote' && quote.querySelector(':scope > blockquote'))
      quote.replaceWith(...quote.childNodes)
  }
  spaced(body)
  for (const line of body.querySelectorAll('p > br:only-child, div > br:only-child'))
    if (!line.parentElement?.textContent) line.remove()
  return body.innerHTML
}

/** Word writes lists as paragraphs whose style says how deep they are, with the sign as text. */
function listsOfWord(body: HTMLElement): void {
  const levels: HTMLElement[] = []
  let last: Element | null = null
  for (const paragraph of [
    ...body.querySelectorAll<HTMLElement>('p[style*="mso-list"], p[class^="MsoListParagraph"]'),
  ]) {
    const style = paragraph.getAttribute('style') ?? ''
    const level = Number(/mso-list:[^;]*level(\d)/.exec(style)?.[1] ?? 0)
    if (level === 0) continue
    const sign = [...paragraph.querySelectorAll<HTMLElement>('span')].find((span) =>
      /mso-list:\s*ignore/i.test(span.getAttribute('style') ?? ''),
    )
    const isNumbered = /^\s*\(?(?:\d+|[a-z]|[ivx]+)[.)]/i.test(sign?.textContent ?? '')
    sign?.remove()
    if (!last || paragraph.previousElementSibling !== last) levels.length = 0
    levels.length = Math.min(levels.length, level)
    while (levels.length < level) {
      const list = paragraph.ownerDocument.createElement(isNumbered ? 'ol' : 'ul')
      const above = levels.at(-1)
      if (above) (above.lastElementChild ?? above).append(list)
      else paragraph.before(list)
      levels.push(list)
    }
    const item = paragraph.ownerDocument.createElement('li')
    item.append(...paragraph.childNodes)
    levels.at(-1)!.append(item)
    paragraph.remove()
    last = levels[0]!
  }
}

/** Paragraphs that stood apart elsewhere stand apart here, where a line is a line. */
function spaced(body: HTMLElement): void {
  for (const paragraph of body.querySelectorAll<HTMLElement>('p + p')) {
    const isTight = /margin(?:-(?:top|bottom))?:\s*0/.test(paragraph.getAttribute('style') ?? '')
    const before = paragraph.previousElementSibling
    if (isTight || paragraph.closest('li') || !before?.textContent?.trim() || !paragraph.textContent?.trim()) continue
    if (/MsoNormal|MsoNoSpacing/.test(paragraph.className)) continue
    paragraph.before(body.ownerDocument.createElement('p'))
  }
}
