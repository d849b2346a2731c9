import { acumaticaScenes, furnishAcumatica } from './acumatica-scenes.ts';
import { faultMatrix } from './matrix.ts';

faultMatrix({
  furnish: furnishAcumatica,
  scenes: acumaticaScenes,
  sandbox: { erps: ['acumatica'] },
  check: { purchaseWrites: true },
  every: 17,
});
