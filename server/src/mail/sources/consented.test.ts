import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { account, type ConsentDesk, kinds, openConsentDesk, other } from '../../../test/consentDesk.ts'

let desk: ConsentDesk
beforeAll(async () => {
  desk = await openConsentDesk()
}, 120_000)
afterAll(() => desk.close())
beforeEach(() => desk.clear())

for (const kind of kinds) {
  test(`${kind}: another account than the one that was meant is named, and its access is given back`, async () => {
    const { begin, refused, connections, endings } = desk
    const it = desk.providers[kind]
    const before = it.ended()
    expect(await refused(it, await it.allow(await begin(it), other))).toBe(
      `At ${it.name}, ${other} was signed in, but this mailbox is read as ${account}. Begin again and choose that account.`,
    )
    expect(await connections()).toEqual([])
    await endings()
    expect(it.ended()).toBe(before + 1)
  }, 60_000)

  test(`${kind}: an account that another mailbox is read with, through either provider, is refused and stays allowed there`, async () => {
    const { ana, open, mailboxId, comeBack, begin, refused, endings } = desk
    const it = desk.providers[kind]
    for (const first of Object.values(desk.providers)) {
      await desk.clear()
      const { body } = await ana.ask('POST', first.start, { mailbox_id: mailboxId })
      await comeBack(ana, await first.allow(body.url, account), first.callback)
      const before = first.ended()
      const second = await open(`second-${first.name}-${kind}@acme.example`)
      expect(await refused(it, await it.allow(await begin(it, { mailbox_id: second, account }), account))).toBe(
        `${account} is read already, for the mailbox ${account}.`,
      )
      await endings()
      if (first === it) expect(it.ended()).toBe(before)
    }
  }, 60_000)

  test(`${kind}: of two who come back at once with one account for two mailboxes, one is connected`, async () => {
    const { ana, open, comeBack, begin, connections } = desk
    const it = desk.providers[kind]
    for (let race = 0; race < 10; race++) {
      await desk.clear()
      const second = await open(`race-${kind}-${race}@acme.example`)
      const backs = [
        await it.allow(await begin(it), account),
        await it.allow(await begin(it, { mailbox_id: second, account }), account),
      ]
      await Promise.all(backs.map((back) => comeBack(ana, back, it.callback)))
      expect(await connections()).toHaveLength(1)
    }
  }, 60_000)

  test(`${kind}: a provider that does not answer is no fault of the account; what had come by then is given back when it answers`, async () => {
    const { begin, refused, connections, endings } = desk
    const it = desk.providers[kind]
    const before = it.ended()
    const back = await it.allow(await begin(it), account)
    it.down(true)
    expect(await refused(it, back)).toMatch(it.says.away)
    it.down(false)
    await endings()
    // At Nylas there was nothing yet: the code itself was not taken.
    expect(it.ended()).toBe(kind === 'gmail' ? before + 1 : before)
    expect(await connections()).toEqual([])
  }, 60_000)

  test(`${kind}: a connection that was there before is left as it was, and the page is told so`, async () => {
    const { ana, mailboxId, comeBack, why, begin, connections, endings } = desk
    const it = desk.providers[kind]
    await comeBack(ana, await it.allow(await begin(it), account), it.callback)
    const before = it.ended()
    const at = await comeBack(ana, await it.allow(await begin(it), other), it.callback)
    expect(await why(at)).toMatchObject({ connected: true, refused: expect.stringContaining(other) })
    expect(await connections()).toEqual([{ mailbox_id: mailboxId, kind }])
    await endings()
    expect(it.ended()).toBe(before + 1)
  }, 60_000)
}
