import { openGmail } from '../server/test/gmail.ts'
import { openNylas } from '../server/test/nylas.ts'
import { ask, until } from './desk.ts'
import { openBrowser, openWindow, signIn, watch } from './looking.ts'
import { freePort, removeDataDir, startDocket } from './server.ts'

export const account = 'help@acme.example'
export const other = 'somebody@else.example'

/** An administrator before the wizard, with Google and Nylas to go to. */
export async function openConsentDesk() {
  const port = await freePort()
  const callback = `http://127.0.0.1:${port}/api/mailboxes/gmail/oauth/callback`
  const [gmail, nylas, browser] = await Promise.all([
    openGmail([account, other], [callback]),
    openNylas(),
    openBrowser(),
  ])
  const docket = await startDocket({
    DOCKET_PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    GOOGLE_CLIENT_ID: gmail.clientId,
    GOOGLE_CLIENT_SECRET: gmail.clientSecret,
    GOOGLE_API_URL: gmail.url,
    NYLAS_CLIENT_ID: nylas.clientId,
    NYLAS_API_KEY: nylas.apiKey,
    NYLAS_API_URI: nylas.apiUrl,
  })
  const page = watch(await (await openWindow(browser, 'light', 'wide')).newPage())
  await signIn(page, docket)

  const see = (text: string | RegExp) => page.getByText(text).first().waitFor()
  /** By keys alone: to the button, and Enter. */
  const byKey = async (name: string): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).focus()
    await page.keyboard.press('Enter')
  }
  const names = { gmail: /Gmail or Google Workspace/, nylas: /through Nylas/ }
  /** A page that has just come may take the focus for itself: then once more. */
  const choose = async (kind: keyof typeof names): Promise<void> => {
    const radio = page.getByRole('radio', { name: names[kind] })
    await until(async () => {
      await radio.focus()
      await page.keyboard.press('Space')
      return radio.isChecked()
    })
  }
  return {
    ...{ gmail, nylas, docket, page, see, byKey, choose },
    /** From the kind of mailbox to the page of its provider. */
    async goToProvider(kind: keyof typeof names): Promise<void> {
      const provider = kind === 'gmail' ? 'Google' : 'Nylas'
      await choose(kind)
      await byKey('Continue')
      await see(`What happens at ${provider}`)
      await byKey(`Go to ${provider}`)
      await page.waitForURL(new RegExp(`^${kind === 'gmail' ? gmail.url : nylas.apiUrl}`))
    },
    again: () => page.getByRole('link', { name: 'Begin again' }).click(),
    mailboxOf: async (address: string) =>
      (await ask(page, 'GET', '/mailboxes')).items.find((one: { address: string }) => one.address === address),
    async close() {
      await browser.close()
      await docket.stop()
      await Promise.all([gmail.close(), nylas.close()])
      removeDataDir(docket.dataDir)
    },
  }
}
export type ConsentDesk = Awaited<ReturnType<typeof openConsentDesk>>

export const mail = (to: string, subject: string) =>
  `From: Ada <ada@customer.example>\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@customer.example>\r\n\r\nIt is about ${subject}.\r\n`
