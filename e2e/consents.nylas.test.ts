import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConsentDesk, mail, openConsentDesk, other } from './consentDesk.ts'
import { until } from './desk.ts'
import { looksSound } from './sound.ts'

/** From the wizard to Nylas' page and back, in one browser: connected, or a sentence why not and a way to begin again. */

let desk: ConsentDesk
beforeAll(async () => {
  desk = await openConsentDesk()
})
afterAll(() => desk?.close())

test('Nylas: each refusal is a sentence with what to do, and Begin again leads to a look, and that to “connected” with its mail', {
  timeout: 180_000,
}, async () => {
  const { nylas, docket, page, see, goToProvider, again, mailboxOf } = desk
  nylas.deliver('m1', mail(nylas.account, 'At Nylas before'))
  await page.goto(`${docket.url}/mailboxes/new`)
  await page.getByLabel('Address', { exact: true }).fill(nylas.account)
  const refused: [link: string, says: RegExp | string][] = [
    ['Cancel', /Nobody allowed Docket to read the account: on the way through Nylas/],
    ['Allow another account', `At Nylas, ${other} was signed in, but this mailbox is read as ${nylas.account}.`],
    ['Allow with a code that ended', /Nylas did not take the code that came back/],
  ]
  for (const [link, says] of refused) {
    await goToProvider('nylas')
    await page.getByRole('link', { name: link, exact: true }).click()
    await see(says)
    expect((await mailboxOf(nylas.account)).connection).toBeNull()
    if (link === 'Cancel') await looksSound(page, 'nylas-cancelled')
    await again()
  }
  await goToProvider('nylas')
  nylas.failEvery(1, { status: 503 })
  await page.getByRole('link', { name: `Allow ${nylas.account}` }).click()
  await see(/nothing is wrong with the account. Nylas answered 503/)
  await looksSound(page, 'nylas-away')
  nylas.failEvery(0, { status: 503 })
  await again()

  await goToProvider('nylas')
  const back = page.waitForRequest(/nylas\/callback/)
  await page.getByRole('link', { name: `Allow ${nylas.account}` }).click()
  const spent = (await back).url()
  await see('Is this the right account?')
  await see('At Nylas before')
  await looksSound(page, 'nylas-look')
  await page.getByRole('radio', { name: /30 days/ }).waitFor()
  await page.keyboard.press('Enter')
  await see(`${nylas.account} is connected`)
  await page.getByRole('link', { name: /At Nylas before/ }).waitFor()
  await until(async () => (await mailboxOf(nylas.account)).connection.state === 'live')
  await looksSound(page, 'nylas-connected')

  await page.goto(spent)
  await see('This way was used or is over')
  await looksSound(page, 'nylas-spent')
  await page.context().clearCookies()
  await page.goto(spent)
  await page.waitForURL(/sign-in/)
  await page.getByLabel(/e-?mail/i).fill('admin@demo.localhost')
  await page.getByLabel(/password/i).fill(docket.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await see('You were signed out on the way')
  await looksSound(page, 'signed-out')
  expect((await mailboxOf(nylas.account)).connection.state).toBe('live')
})
