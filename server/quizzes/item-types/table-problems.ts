import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { describeError } from '../../catalogue/schema-messages.ts'
import { itemFields } from '../../catalogue/schemas.ts'
import type { AskedCell, TableItem } from './table.ts'
import { leavesNoRoom, toleranceFields, toleranceProblems } from './tolerance.ts'

const askedSchema = Type.Object(
  { id: itemFields.id, key: Type.Number(), ...toleranceFields },
  { additionalProperties: false },
)

/** What is wrong with a table beyond its shape. */
export function tableProblems({ columns, rows }: TableItem): { path: string; message: string }[] {
  const ids: string[] = []
  const found = rows.flatMap(({ cells }, row) => {
    const path = `/rows/${row}/cells`
    const count = (all: unknown[]) => `${all.length} ${all.length === 1 ? 'cell' : 'cells'}`
    const short =
      cells.length === columns.length
        ? []
        : [{ path, message: `the row has ${count(cells)}, and there are ${columns.length} columns` }]
    return [...short, ...cells.flatMap((cell, index) => cellProblems(cell, `${path}/${index}`, ids))]
  })
  if (found.length > 0 || ids.length > 0) return found
  return [{ path: '/rows', message: 'no cell is asked: one at least needs an "id" and a "key"' }]
}

/** Adds the id of an asked cell to `ids`. */
function cellProblems(cell: number | AskedCell, path: string, ids: string[]): { path: string; message: string }[] {
  if (typeof cell === 'number')
    return Number.isFinite(cell) ? [] : [{ path, message: 'a cell must be a finite number' }]
  if (typeof cell !== 'object' || cell === null)
    return [{ path, message: 'a cell is a number, or has an "id", a "key" and a tolerance' }]
  const wrong = Value.Errors(askedSchema, cell).flatMap((error) =>
    describeError(error, askedSchema, error.instancePath.split('/').slice(1)),
  )
  if (wrong.length > 0) return wrong.map(({ message, at }) => ({ path: [path, ...at].join('/'), message }))
  const twice = ids.includes(cell.id)
    ? [{ path: `${path}/id`, message: `the cell "${cell.id}" stands here twice` }]
    : []
  ids.push(cell.id)
  const noRoom = leavesNoRoom(cell.key, cell)
    ? [{ path: `${path}/relative_tolerance`, message: 'the key is 0: a share of it leaves no room' }]
    : []
  return [...twice, ...toleranceProblems(cell, path), ...noRoom]
}
