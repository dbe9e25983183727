/** The roadmap of the Negotiation Support Portal: its four stages with their steps, in the portal's own words. */
export const portalStages = [
  {
    stage: 1,
    title: 'Setting the Legal & Policy Framework',
    steps: ['Government Policies and Strategies', 'Legislative and Regulatory Frameworks', 'Sector-Wide Analyses'],
  },
  {
    stage: 2,
    title: 'Pre-Negotiation Stage',
    steps: ['Feasibility Studies', 'Impact Assessments', 'Tender Process and Financial Structure'],
  },
  {
    stage: 3,
    title: 'Contract Negotiation Stage',
    steps: [
      'Prepare for the Negotiation',
      'Assemble a Negotiation Team',
      'Develop a Negotiation Position',
      'Contract Negotiation',
    ],
  },
  {
    stage: 4,
    title: 'Implementation & Monitoring Stage',
    steps: ['Monitoring', 'Implementation', 'Grievance Mechanisms'],
  },
] as const

/** The pages of the roadmap whose addresses we know: a step's own, or its stage's. */
const pages: Record<string, string> = {
  'Feasibility Studies': 'conduct-feasibility-studies',
  Implementation: 'implementation-investment',
  'Pre-Negotiation Stage': 'pre-negotiation-stage',
}

/** Where the portal tells of a step: on its own page, on its stage's, or else on the first of all. */
export function portalAddress({ stage, step }: { stage: number; step: string }): string {
  const title = portalStages.find((one) => one.stage === stage)?.title ?? ''
  const page = pages[step] ?? pages[title]
  return `https://negotiationsupport.org/${page ? `roadmap/${page}` : ''}`
}
