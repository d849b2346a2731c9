import { acumaticaScenes, furnishScenes } from './acumatica-scenes.ts';
import { faultMatrix } from './matrix.ts';

faultMatrix({
  furnish: furnishScenes,
  scenes: acumaticaScenes,
  sandbox: { erps: ['acumatica'] },
  check: { purchaseWrites: true },
  every: 11,
});
