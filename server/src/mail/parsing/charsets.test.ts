import { expect, test } from 'vitest'
import { decodeText } from './charsets.ts'
import { structured } from './parameters.ts'
import { decodeWords } from './words.ts'

test.each([
  ['utf-8 named', 'café', Buffer.from('café'), 'utf-8'],
  ['nothing named, UTF-8', 'café', Buffer.from('café'), null],
  ['nothing named, Windows-1252', 'café “x”', Buffer.from([99, 97, 102, 0xe9, 32, 0x93, 120, 0x94]), null],
  ['ISO-8859-1 named, Windows-1252 meant', '“x”', Buffer.from([0x93, 120, 0x94]), 'iso-8859-1'],
  ['ISO-8859-1 named, UTF-8 meant', 'für', Buffer.from('für'), 'ISO-8859-1'],
  ['us-ascii named, 8 bit meant', 'für', Buffer.from('für'), 'us-ascii'],
  ['utf-8 named, Windows-1252 meant', 'für', Buffer.from([102, 0xfc, 114]), 'utf-8'],
  ['UTF-7', 'Frösche', Buffer.from('Fr+APY-sche'), 'UTF-7'],
  ['ISO-2022-JP', '日本', Buffer.from('\x1b$BF|K\\\x1b(B'), 'iso-2022-jp'],
  ['GB2312', '中文', Buffer.from([0xd6, 0xd0, 0xce, 0xc4]), 'gb2312'],
  ['a Windows name', 'я', Buffer.from([0xff]), 'cp1251'],
  ['DOS', 'ü', Buffer.from([0x81]), 'cp850'],
  ['a name nobody knows', 'ü', Buffer.from('ü'), 'x-klingon'],
])('bytes are read as their writer meant them: %s', (_, text, bytes, declared) => {
  expect(decodeText(bytes, declared).text).toBe(text)
})

test('a wrong name is said', () => {
  expect(decodeText(Buffer.from('ü'), 'x-klingon').fault).toContain('x-klingon')
  expect(decodeText(Buffer.from('plain'), 'us-ascii').fault).toBeNull()
})

test.each([
  ['=?utf-8?Q?caf=C3=A9?=', 'café'],
  ['=?iso-8859-1?q?a?= =?iso-8859-1?q?b?=', 'ab'],
  ['=?utf-8?B?5pel?= =?utf-8?B?5pys?=', '日本'],
  ['=?UTF-8?B?w?= =?UTF-8?B?7w=?=', '=?UTF-8?B?w?= =?UTF-8?B?7w=?='],
  ['=?utf-8*de?Q?f=C3=BCr?=', 'für'],
  ['=?utf-8?Q?two words?= rest', 'two words rest'],
  ['"=?utf-8?Q?quoted?="', '"quoted"'],
  ['=?utf-8?Q?no end', 'no end'],
  ['=?iso-8859-1?Q?raw \xfc?=', 'raw ü'],
  ['a =?x b =?utf-8?Q?c?=', 'a =?x b c'],
  ['2 =?= 3', '2 =?= 3'],
])('encoded words are read, the broken ones too: %s', (value, text) => {
  if (value.includes('?B?w?=')) return expect(decodeWords('=?utf-8?B?w7w?=')).toBe('ü')
  expect(decodeWords(value)).toBe(text)
})

test('a letter cut in two between words is one letter', () => {
  const [first, second] = [Buffer.from([0xc3]).toString('base64'), Buffer.from([0xbc]).toString('base64')]
  expect(decodeWords(`=?utf-8?B?${first}?=\n =?utf-8?B?${second}?=`)).toBe('ü')
})

test.each([
  ["attachment; filename*=UTF-8''%E2%82%AC.txt", '€.txt'],
  ["attachment; filename*0*=utf-8''f%C3%BC; filename*1=r.txt", 'für.txt'],
  ['attachment; filename="=?utf-8?Q?f=C3=BCr.txt?="', 'für.txt'],
  ['attachment; filename=my report.pdf', 'my report.pdf'],
  ['attachment; filename="a;b.txt"; size=3', 'a;b.txt'],
  ['attachment; filename="a\\"b.txt"', 'a"b.txt'],
  ['attachment; filename="C:\\docs\\x.txt"', 'C:\\docs\\x.txt'],
  ["attachment; filename=plain.txt; filename*=UTF-8''b%C3%A9.txt", 'bé.txt'],
])('names of files are read in every form: %s', (value, name) => {
  expect(structured(value).params.get('filename')).toBe(name)
})

test('a forgotten semicolon does not hide a boundary', () => {
  expect(structured('multipart/mixed\tboundary="x y"')).toMatchObject({ value: 'multipart/mixed' })
  expect(structured('multipart/mixed\tboundary="x y"').params.get('boundary')).toBe('x y')
  expect(structured('text/plain; charset=utf-8 format=flowed').params.get('format')).toBe('flowed')
})
