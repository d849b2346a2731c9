import { refusals } from './errors.ts';
import { postGenBatch } from './gen-posting.ts';
import { postItemBatch } from './item-posting.ts';
import { keyText, type Scope } from './state.ts';

/** Posts a batch of either kind. With the job queue it is only queued. */
export function postBatch(scope: Scope, template: string, name: string, from?: number): void {
  const { world, company } = scope;
  const kind = company.templates.get(template)?.kind;
  if (kind === 'general' && world.switches.postWithJobQueue && scope.by === 'api') {
    company.counters.put({ name: `queued ${keyText(template, name)}`, last: 1 });
    return;
  }
  const batch = company.genBatches.get(keyText(template, name));
  const items = company.itemBatches.get(keyText(template, name));
  if (kind === 'general' && batch !== undefined) postGenBatch(scope, batch, from);
  else if (kind === 'item' && items !== undefined) postItemBatch(scope, items, from);
  else
    refusals.dialog(
      `The ${kind === 'item' ? 'Item' : 'Gen.'} Journal Batch does not exist. Identification fields and values: Journal Template Name='${template}',Name='${name}'`,
    );
}
