// Job titles with the department that each belongs to.

export interface Job {
  readonly department: string;
  readonly title: string;
}

const BY_DEPARTMENT = {
  Engineering: 'Software Engineer, Senior Software Engineer, Staff Engineer, Data Engineer, Site Reliability Engineer, QA Engineer, Engineering Manager, Mobile Developer, Frontend Developer, Backend Developer, Security Engineer',
  Product: 'Product Manager, Senior Product Manager, Product Designer, UX Researcher, Product Analyst, Technical Writer',
  Sales: 'Sales Representative, Account Executive, Sales Manager, Regional Sales Director, Business Development Manager, Inside Sales Coordinator, Vice President of Sales',
  Marketing: 'Marketing Manager, Content Strategist, Brand Manager, SEO Specialist, Marketing Coordinator, Events Manager, Copywriter',
  Finance: 'Accountant, Senior Accountant, Financial Analyst, Payroll Specialist, Controller, Treasury Analyst, Chief Financial Officer',
  'Human Resources': 'HR Generalist, Recruiter, HR Business Partner, Training Coordinator, Compensation Analyst',
  Operations: 'Operations Manager, Logistics Coordinator, Supply Chain Analyst, Office Manager, Facilities Manager, Procurement Specialist',
  'Customer Support': 'Support Specialist, Customer Success Manager, Support Team Lead, Technical Support Engineer, Help Desk Analyst',
  Legal: 'Legal Counsel, Paralegal, Compliance Officer, Contracts Manager',
  IT: 'System Administrator, Network Engineer, IT Manager, Database Administrator, IT Support Specialist',
  Research: 'Research Scientist, Lab Technician, Data Scientist, Research Assistant, Statistician',
  Manufacturing: 'Production Supervisor, Quality Inspector, Process Engineer, Machine Operator, Maintenance Technician, Plant Manager',
} as const;

export const JOBS: readonly Job[] = Object.entries(BY_DEPARTMENT)
  .flatMap(([department, titles]) => titles.split(', ').map((title) => ({ department, title })));
