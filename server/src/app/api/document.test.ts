import { expect, test } from 'vitest'
import { document, faultsOf, referred } from '../../../test/document.ts'
import { allRefusals } from '../../platform/problem.ts'
import { routes } from '../routes.ts'
import type { Operation } from './document.ts'
import type { Schema } from './schemas.ts'

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ where: `${method} ${path}`, path, operation })),
)

test('every route is in the document, once, under a name of its own', () => {
  expect(operations).toHaveLength(routes.length)
  const names = operations.map(({ operation }) => operation.operationId)
  expect(new Set(names).size).toBe(names.length)
  expect(names.filter((name) => !/^[a-z][A-Za-z0-9]+$/.test(name))).toEqual([])
  // A verb written in the table has no name of its own: say it with `name`.
  expect(names.filter((name) => /^(get|post|put|patch|delete)[A-Z]/.test(name))).toEqual([])
  for (const { operation } of operations) expect(operation.summary).toMatch(/\.$/)
})

test('every reference leads somewhere, and everything shared is used', () => {
  const refs = new Set<string>()
  walk(document, (value) => typeof value.$ref === 'string' && refs.add(value.$ref))
  for (const ref of refs) expect(() => referred({ $ref: ref }), ref).not.toThrow()
  const shared = Object.entries(document.components).flatMap(([kind, named]) =>
    kind === 'securitySchemes' ? [] : Object.keys(named).map((name) => `#/components/${kind}/${name}`),
  )
  expect(shared.filter((name) => !refs.has(name))).toEqual([])
  expect(refs.size).toBeGreaterThan(20)
})

test('every parameter of a path is declared, and no other', () => {
  for (const { where, path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const told = operation.parameters.map(referred).filter((one: Schema) => one.in === 'path')
    expect(
      told.map(({ name }: Schema) => name),
      where,
    ).toEqual(inPath)
    expect(
      told.every(({ required }: Schema) => required === true),
      where,
    ).toBe(true)
  }
})

test('every example is what its schema allows', () => {
  let seen = 0
  const check = (where: string, schema: Schema, value: unknown) => {
    seen++
    expect(faultsOf(schema, value), `${where} ${JSON.stringify(value)}`).toEqual([])
  }
  for (const { where, operation } of operations) {
    for (const one of operation.parameters.map(referred))
      if ('example' in one) check(`${where} ${one.name}`, one.schema, one.example)
    for (const told of [operation.requestBody, ...Object.values(operation.responses as Schema)].filter(Boolean))
      for (const { schema, example, examples } of Object.values(referred(told).content ?? {}) as Schema[]) {
        if (example !== undefined) check(where, schema, example)
        for (const { value } of Object.values(examples ?? {}) as Schema[]) check(where, schema, value)
      }
  }
  expect(seen).toBeGreaterThan(100)
})

test('everything that is sent or answered as JSON has an example', () => {
  for (const { where, operation } of operations)
    for (const told of [operation.requestBody, ...Object.values(operation.responses as Schema)].filter(Boolean))
      for (const [type, media] of Object.entries((referred(told).content ?? {}) as Schema))
        if (/json$/.test(type) && media.schema.type) expect(media.example ?? media.examples, where).toBeDefined()
})

test('what is answered has a type, except where anything may come', () => {
  const untyped = new Set<string>()
  for (const [name, schema] of Object.entries(document.components.schemas))
    for (const [member, told] of Object.entries((schema.properties ?? {}) as Schema))
      if (!told.type && !told.$ref && !told.anyOf && !told.oneOf && !told.allOf) untyped.add(`${name}.${member}`)
  expect([...untyped]).toEqual(['MessageSource.recipient'])
})

test('every kind of problem is listed, and one that a route names carries its code', () => {
  expect(document['x-docket-problems'].map(({ code }: Schema) => code)).toEqual(allRefusals().map(({ code }) => code))
  const used = new Set<string>()
  for (const told of Object.values(document.components.responses))
    for (const code of Object.keys(told.content['application/problem+json'].examples)) used.add(code)
  expect(allRefusals().filter(({ code }) => !used.has(code))).toEqual([])
})

test('who may call is said of every operation, and nothing is open that asks for a permission', () => {
  for (const { where, operation } of operations) {
    const permission = operation['x-docket-permission']
    if (permission === null) expect(isOpen(operation), where).toBe(true)
    else {
      expect(operation.security, where).toContainEqual({ token: [] })
      expect(operation.responses, where).toHaveProperty('401')
    }
  }
})

const isOpen = ({ security }: Operation) => security.every((way: Schema) => !('token' in way) && !('session' in way))

function walk(value: unknown, visit: (value: Schema) => unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) visit(value)
  for (const one of Object.values(value)) walk(one, visit)
}
