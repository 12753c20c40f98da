import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { settle, sizes, themes, unsound } from './looking.ts'

let shots = 0

/** In both themes, on a desk and in a hand. `SHOTS=/tmp/some` keeps what was seen. */
export async function looksSound(page: Page, name: string): Promise<void> {
  shots++
  const was = page.viewportSize()!
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    for (const [size, box] of Object.entries(sizes)) {
      await page.setViewportSize(box)
      await settle(page)
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}-${shots}-${name}-${theme}-${size}.png` })
      await expect.poll(() => unsound(page), { timeout: 5_000 }).toEqual([])
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(was)
}
