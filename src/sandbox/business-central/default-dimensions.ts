import { blankGuid } from '../ids.ts';
import type { CheckedBody } from '../odata/body.ts';
import { refusals } from './errors.ts';
import * as model from './model.ts';
import type { Resource, Scope } from './resource.ts';
import type { DefaultDimension } from './rows.ts';
import { restamped, stamped } from './state.ts';
import { framed, idOfCode } from './views.ts';

/** Default dimensions of vendors and items, below their parent only (AL page 30054). */
export const defaultDimensions: Resource = {
  set: 'defaultDimensions',
  type: () => model.defaultDimension,
  rows: (scope) =>
    below(scope).map((row) => {
      const { company, parent } = scope;
      const value = company.dimensionValues.find(
        (found) => found.dimension === row.dimension && found.code === row.value,
      );
      return framed(row, {
        parentType: row.parentType,
        parentId: parent?.row['id'] ?? blankGuid,
        dimensionId: idOfCode(company.dimensions, row.dimension),
        dimensionCode: row.dimension,
        dimensionValueId: value?.id ?? blankGuid,
        dimensionValueCode: row.value,
        postingValidation: row.postingValidation,
      });
    }),
  create(scope, body) {
    const { parentType, parent } = owner(scope);
    const start: DefaultDimension = {
      ...stamped(scope.world, 'api'),
      parentType,
      parent,
      dimension: '',
      value: '',
      postingValidation: '_x0020_',
    };
    const row = filled(scope, start, body);
    if (row.dimension === '') refusals.required('dimensionId');
    if (below(scope).some((other) => other.dimension === row.dimension))
      refusals.sameKey('Default Dimension', `Dimension Code='${row.dimension}'`);
    return scope.company.defaultDimensions.put(row).id;
  },
  update(scope, key, body) {
    const before = scope.company.defaultDimensions.get(key) ?? refusals.noRecord();
    scope.company.defaultDimensions.put(restamped(scope.world, filled(scope, before, body)));
  },
  remove: ({ company }, key) => company.defaultDimensions.remove(key),
};

function owner({ parent }: Scope): { parentType: 'Vendor' | 'Item'; parent: string } {
  if (parent === undefined)
    return refusals.dialog('You must get to the parent first to get to the default dimensions.');
  return { parentType: parent.set === 'vendors' ? 'Vendor' : 'Item', parent: String(parent.row['number']) };
}

function below(scope: Scope): DefaultDimension[] {
  const { parentType, parent } = owner(scope);
  return scope.company.defaultDimensions
    .all()
    .filter((row) => row.parentType === parentType && row.parent === parent);
}

function filled({ company }: Scope, start: DefaultDimension, { entries }: CheckedBody): DefaultDimension {
  let row = start;
  for (const { field, value } of entries) {
    if (field === 'dimensionId') {
      const dimension =
        company.dimensions.get(String(value)) ??
        refusals.dialog('The "dimensionId" does not match to a Dimension.');
      row = { ...row, dimension: dimension.code };
    } else if (field === 'dimensionValueId') {
      const found =
        company.dimensionValues.get(String(value)) ??
        refusals.dialog('The "dimensionValueId" does not match to a Dimension Value.');
      if (found.dimension !== row.dimension)
        refusals.dialog(
          'The values of the "dimensionValueId" field and the "dimensionId" field do not refer to the same Dimension Value.',
        );
      row = { ...row, value: found.code };
    } else if (field === 'postingValidation') {
      row = { ...row, postingValidation: value as DefaultDimension['postingValidation'] };
    }
  }
  return row;
}
