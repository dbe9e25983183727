import { expect, test } from 'vitest'
import { portalAddress, portalStages } from '../../server/catalogue/portal.ts'

test('a step of the roadmap is found on its own page, on its stage’s, or from the first of all', () => {
  expect(portalAddress({ stage: 2, step: 'Feasibility Studies' })).toMatch(/org\/roadmap\/conduct-feasibility-studies$/)
  expect(portalAddress({ stage: 2, step: 'Impact Assessments' })).toMatch(/org\/roadmap\/pre-negotiation-stage$/)
  expect(portalAddress({ stage: 4, step: 'Implementation' })).toMatch(/org\/roadmap\/implementation-investment$/)
  expect(portalAddress({ stage: 3, step: 'Contract Negotiation' })).toBe('https://negotiationsupport.org/')
  const steps = portalStages.flatMap(({ stage, steps }) => steps.map((step) => portalAddress({ stage, step })))
  expect(new Set(steps).size).toBe(4) // no address is made up for the others
})
