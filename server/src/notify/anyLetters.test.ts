import { afterAll, beforeAll, expect, test } from 'vitest'
import { NoticeDesk } from '../../test/noticeDesk.ts'

let desk: NoticeDesk
beforeAll(async () => {
  desk = await NoticeDesk.open()
  await desk.ask('Kim', 'PATCH', '/me/notifications', { mailbox_ids: [await desk.mailboxId()] })
})
afterAll(() => desk.close())

test.each([
  ['in letters of another script', '灯坏了', '灯不亮。\r\n请帮忙看一下，谢谢。\r\n'.repeat(100)],
  ['that look like an encoded word', '=?utf-8?b?PT91dGYtOD9xPz0wRD0wQUJjYzpfdj89?=', 'It does not light.'],
  ['without a space to fold at', '☃'.repeat(200), `${'x'.repeat(3_000)} ☃`],
])('a notification about words %s is a mail that strict readers take', async (_what, subject, text) => {
  const encoded = `=?utf-8?b?${Buffer.from(subject).toString('base64')}?=`
  const headers = ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8']
  await desk.receive({ subject: encoded, text, headers })
  // What left was read on its way: a fault in it fails this test.
  const [mail] = await desk.letOut()
  expect(mail!.read.mail.subject!.replaceAll('\u200b', '')).toContain(subject.slice(0, 40))
})
