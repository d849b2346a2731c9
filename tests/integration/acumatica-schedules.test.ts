import { acumaticaScenes, furnishScenes } from './acumatica-scenes.ts';
import { randomSchedules } from './schedules.ts';

randomSchedules(
  {
    furnish: furnishScenes,
    // One that undoes what came before it ends otherwise when others come in between.
    scenes: acumaticaScenes.filter(({ name }) => name !== 'voided order'),
    sandbox: { erps: ['acumatica'] },
    check: { purchaseWrites: true },
  },
  8,
);
