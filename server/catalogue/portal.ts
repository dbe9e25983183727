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
