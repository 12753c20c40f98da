import { expect, test } from 'vitest'
import { parseMail } from './parsing.ts'

const judged = async (...headers: string[]) => {
  const lines = ['From: ada@shop.example', 'Subject: Engine', ...headers, '', 'Words.', '']
  return (await parseMail(Buffer.from(lines.join('\r\n')))).mail.verdict
}

test.each([
  ['X-Spam-Flag: YES'],
  ['X-Spam-Status: Yes, score=7.3 required=5.0 tests=BAYES_99'],
  ['X-Spam-Level: *******'],
  ['X-Spam-Score: 8.1'],
  ['X-MS-Exchange-Organization-SCL: 6'],
  ['X-Forefront-Antispam-Report: CIP:203.0.113.5;CTRY:;LANG:en;SCL:9;SRV:;'],
  ['X-Forefront-Antispam-Report: CIP:203.0.113.5;CAT:PHSH;SFTY:9.1;'],
  ['X-Gm-Spam: 1'],
  ['X-Rspamd-Action: add header'],
  ['X-Spamd-Result: default: True [12.10 / 8.00]'],
  ['X-Barracuda-Spam-Status: Yes, SCORE=4.2'],
  ['X-SES-Spam-Verdict: FAIL'],
])('a filter that took the mail for spam is told with its header: %s', async (header) => {
  const verdict = await judged(header)
  expect(verdict).toMatchObject({ spam: true, auto_generated: false, bounce: false })
  expect(verdict.reasons).toHaveLength(1)
  expect(verdict.reasons[0]).toContain(header.split(':')[0])
})

test.each([
  ['X-Spam-Flag: NO'],
  ['X-Spam-Status: No, score=7.9 required=9.0'],
  ['X-Spam-Level: **'],
  ['X-Spam-Score: -1.9'],
  ['X-MS-Exchange-Organization-SCL: -1'],
  ['X-Forefront-Antispam-Report: CIP:203.0.113.5;SCL:1;CAT:NONE;'],
  ['X-Gm-Spam: 0'],
  ['X-Rspamd-Action: no action'],
  ['X-Rspamd-Action: greylist'],
  ['X-Spamd-Result: default: False [-2.10 / 15.00]'],
  ['X-SES-Spam-Verdict: PASS'],
  ['X-Spam-Checker-Version: SpamAssassin 4.0.0'],
])('a filter that found nothing is no hint: %s', async (header) => {
  expect(await judged(header)).toMatchObject({ spam: false, reasons: [] })
})

test('a score counts only where the filter that gave it says nothing plainer', async () => {
  expect(await judged('X-Spam-Status: No, score=6 required=8', 'X-Spam-Level: ******')).toMatchObject({ spam: false })
})

test('what somebody wrote into Authentication-Results is told as a claim, and makes no mail spam', async () => {
  const verdict = await judged(
    'Authentication-Results: mx.example.com 1; spf=pass; dmarc=fail header.from=shop.example',
  )
  expect(verdict.spam).toBe(false)
  expect(verdict.reasons).toEqual([
    'Authentication-Results of “mx.example.com” claims dmarc=fail: a claim of whoever wrote it.',
  ])
  expect((await judged('Authentication-Results: mx.example.com; dmarc=pass header.from=x.example')).reasons).toEqual([])
})

test('an automatic mail of ours that comes back, and one that goes round in circles, is a loop', async () => {
  expect(await judged('X-Docket-Loop: 1')).toMatchObject({ loop: true, auto_generated: true })
  const station = (n: number) => `Received: from a by b; Sat, 21 Nov 2026 10:00:${String(n).padStart(2, '0')} +0000`
  const round = await judged(...Array.from({ length: 51 }, (_, n) => station(n)))
  expect(round).toMatchObject({ loop: true, auto_generated: true })
  expect(round.reasons).toEqual(['Received is there 51 times: the mail goes round in circles.'])
  expect(await judged(...Array.from({ length: 20 }, (_, n) => station(n)))).toMatchObject({ loop: false })
})
