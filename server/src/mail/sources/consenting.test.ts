import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Browser, openBrowser } from '../../../test/browser.ts'
import { account, type ConsentDesk, kinds, openConsentDesk, stateIn } from '../../../test/consentDesk.ts'

const hers = 'gina@globex.example'
let desk: ConsentDesk
beforeAll(async () => {
  desk = await openConsentDesk()
}, 120_000)
afterAll(() => desk.close())
beforeEach(() => desk.clear())

for (const kind of kinds) {
  /** Of a way that nobody can be told more about. */
  const word = async (browser: Browser, back: Record<string, string>, callback = desk.providers[kind].callback) =>
    (await desk.comeBack(browser, back, callback)).searchParams.get('refused')

  test(`${kind}: a state works once, for a quarter of an hour, in the browser that began and at the provider it was for: all else is one answer`, async () => {
    const { world, ana, signedIn, mailboxId, comeBack, later, begin, connections } = desk
    const it = desk.providers[kind]
    const fresh = await it.allow(await begin(it), account)
    expect(await word(await signedIn(hers), fresh)).toBe('spent')
    expect(await word(await signedIn('ana@acme.example'), fresh)).toBe('spent')
    expect(await word(await signedIn('kim@acme.example'), fresh)).toBe('signed-out')
    expect(await word(openBrowser(world), fresh)).toBe('signed-out')
    expect(await word(ana, { ...fresh, state: 'guessed' })).toBe('spent')
    expect(await word(ana, { code: fresh.code! })).toBe('spent')
    const elsewhere = Object.values(desk.providers).find((one) => one !== it)!
    expect(await word(ana, fresh, elsewhere.callback)).toBe('spent')
    later(15 * 60_000 + 1_000)
    expect(await word(ana, fresh)).toBe('spent')
    expect(await connections()).toEqual([])
    later(14 * 60_000)
    expect((await comeBack(ana, fresh, it.callback)).searchParams.get('mailbox_id')).toBe(mailboxId)
    expect(await word(ana, fresh)).toBe('spent')
    later(0)
    expect(await connections()).toEqual([{ mailbox_id: mailboxId, kind }])
  })

  test(`${kind}: cancelled, a word that nobody knows, a bad code: each is a sentence of its way, for its organisation alone, and spends the state`, async () => {
    const { world, ana, signedIn, mailboxId, comeBack, why, begin, refused, connections } = desk
    const it = desk.providers[kind]
    const cancelled = { state: stateIn(await begin(it)), error: 'access_denied' }
    const at = await comeBack(ana, cancelled, it.callback)
    expect(await why(at)).toEqual({
      ...{ provider: kind, mailbox_id: mailboxId, address: account, connected: false },
      refused: expect.stringMatching(it.says.cancelled),
    })
    const visit = `/mailboxes/oauth/visits/${at.searchParams.get('visit')}`
    expect((await (await signedIn(hers)).ask('GET', visit)).status).toBe(404)
    expect((await world.ask('Kim', 'GET', `/api${visit}`)).status).toBe(403)
    expect(await word(ana, cancelled)).toBe('spent')

    const odd = await refused(it, { state: stateIn(await begin(it)), error: 'odd <b>"thing"</b>' })
    expect(odd).toBe(`${it.name} ended the way to it with “odd bthingb”. Begin again.`)
    expect(await refused(it, { state: stateIn(await begin(it)) })).toContain('no code')
    expect(await refused(it, { state: stateIn(await begin(it)), code: 'of-yesterday' })).toMatch(it.says.badCode)
    expect(await connections()).toEqual([])
  })

  test(`${kind}: only an administrator in a browser begins; not registered, the answer and the way back say what is missing`, async () => {
    const { world, ana, signedIn, mailboxId, begin, refused, connections } = desk
    const it = desk.providers[kind]
    const kim = await signedIn('kim@acme.example')
    expect((await kim.ask('POST', it.start, { mailbox_id: mailboxId })).status).toBe(403)
    expect((await world.ask('Ana', 'POST', `/api${it.start}`, { mailbox_id: mailboxId })).status).toBe(403)
    const gina = await signedIn(hers)
    expect((await gina.ask('POST', it.start, { mailbox_id: mailboxId })).status).toBe(404)
    const under = await it.allow(await begin(it), account)
    const register = it.unregister()
    const { status, body } = await ana.ask('POST', it.start, { mailbox_id: mailboxId })
    expect([status, body.detail]).toEqual([409, expect.stringContaining(it.unregistered)])
    expect(await refused(it, under)).toContain(it.unregistered)
    register()
    expect(await connections()).toEqual([])
  })
}
