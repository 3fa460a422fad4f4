// The catalogue: industries, and the kinds of machines that each has.
import { findIndustry, INDUSTRIES } from '../domain/series/catalogue/industries.ts';
import type { Industry } from '../domain/series/catalogue/machine.ts';
import { builder } from './builder.ts';
import { CatalogMachineType } from './machine.ts';

const CatalogIndustryType = builder.objectRef<Industry>('CatalogIndustry').implement({
  description: 'An industry that the catalogue has machines of.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it is asked for by.' }),
    aliases: t.stringList({ description: 'Other names of it.', resolve: ({ aliases }) => [...aliases] }),
    description: t.exposeString('description', { description: 'What it is about.' }),
    machines: t.field({ type: [CatalogMachineType], description: 'Its kinds of machines.', resolve: ({ machines }) => [...machines] }),
  }),
});

builder.queryFields((t) => ({
  machineCatalog: t.field({
    type: [CatalogIndustryType],
    description: 'The industries that machines can be had of without a model.',
    args: { industry: t.arg.string({ description: 'Only this one, by its name or another name of it; nothing where it is not there. Left out: all.' }) },
    resolve: (_root, { industry }) => (industry == null ? [...INDUSTRIES] : [findIndustry(industry) ?? []].flat()),
  }),
}));
