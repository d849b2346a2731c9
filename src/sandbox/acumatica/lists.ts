import { guidOf } from '../ids.ts';
import { type ListName, listModels, unitsModel } from './model-lists.ts';
import { remembered } from './remembered.ts';
import type { Resource } from './resource.ts';
import type { ListRow } from './rows.ts';
import type { Shown } from './shown.ts';

/** The entities that are only read: this user has no rights to change them. */

const showListRow = remembered(
  (row: ListRow): Shown => ({
    id: row.id,
    note: row.note,
    values: {
      ...row.values,
      CreatedDateTime: row.createdAt,
      LastModifiedDateTime: row.modifiedAt,
      LastModified: row.modifiedAt,
    },
    details: Object.fromEntries(
      Object.entries(row.details).map(([name, rows]) => [
        name,
        rows.map((values, i) => ({ id: guidOf(`${row.id} ${name} ${i}`), values })),
      ]),
    ),
    custom: row.custom,
  }),
);

export const listResources: readonly Resource[] = [
  ...(Object.keys(listModels) as ListName[]).map(
    (name): Resource => ({
      name,
      model: () => listModels[name],
      all: (site) => site.lists[name].all().map(showListRow),
    }),
  ),
  { name: 'UnitsOfMeasure', model: unitsModel, all: (site) => site.units.all().map(showListRow) },
];
