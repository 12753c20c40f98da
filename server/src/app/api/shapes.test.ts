import { expect, test } from 'vitest'
import { z } from 'zod'
import { type MethodPath, route } from '../../platform/routes.ts'
import { documentOf } from './document.ts'
import { pageOf } from './page.ts'

const Folder: z.ZodType = z
  .object({
    name: z.string(),
    get parent() {
      return Folder.nullable()
    },
    get folders() {
      return z.array(Folder)
    },
  })
  .meta({ id: 'Folder' })
const Rule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('subject'), words: z.string() }),
  z.object({ kind: z.literal('sender'), address: z.email() }),
])
const described = (methodPath: MethodPath, takes: z.ZodType, out: z.ZodType) =>
  documentOf([route(methodPath, { says: 'A shape.', may: 'anyone', in: takes, out, run: async () => null as never })])
const sentTo = (path: string, document: ReturnType<typeof documentOf>) =>
  document.paths[path]!.post!.requestBody.content['application/json']

test('a choice of shapes leaves the id in the path and the rest in the body, which must be there', () => {
  const document = described('POST /rules/:id', z.object({ id: z.uuid() }).and(Rule), z.object({}))
  const sent = sentTo('/rules/{id}', document)
  expect(JSON.stringify(sent.schema)).not.toContain('"id"')
  expect(sent.example).toEqual({ kind: 'subject', words: 'words' })
  expect(document.paths['/rules/{id}']!.post!.requestBody.required).toBe(true)
  expect(document.paths['/rules/{id}']!.post!.parameters[0]).toMatchObject({ name: 'id', in: 'path', required: true })
})

test('a shape that contains itself is shown once, and must have a name', () => {
  const document = described('POST /folders', Folder, Folder)
  expect(sentTo('/folders', document).example).toEqual({ name: 'Kim Sato', parent: null, folders: [] })
  expect(pageOf(document)).toContain('Folder[]')
  const Nameless: z.ZodType = z.object({
    get within() {
      return z.array(Nameless)
    },
  })
  expect(() => described('POST /folders', Nameless, z.object({}))).toThrow(/needs a name/)
})

test('fixed lists and maps have examples that fit them', () => {
  const Odd = z.object({ pair: z.tuple([z.string(), z.int()]), counts: z.record(z.enum(['a', 'b']), z.int().min(3)) })
  const document = described('POST /odd', Odd, Odd)
  expect(sentTo('/odd', document).example).toEqual({ pair: ['pair', 1], counts: { a: 3, b: 3 } })
})

test('a shape whose defaults differ on the way in and out has a name for each', () => {
  const Wish = z.object({ colour: z.string().default('red') }).meta({ id: 'Wish' })
  const { schemas } = described('POST /wishes', Wish, Wish).components
  expect(schemas.Wish!.required).toBeUndefined()
  expect(schemas.WishOutput!.required).toEqual(['colour'])
})
