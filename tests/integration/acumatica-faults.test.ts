import { acumaticaScenes, furnishAcumatica } from './acumatica-scenes.ts';
import { faultMatrix } from './matrix.ts';

faultMatrix({
  furnish: furnishAcumatica,
  scenes: acumaticaScenes.filter(({ name }) => (process.env['SCENE'] ? name === process.env['SCENE'] : true)),
  sandbox: { erps: ['acumatica'] },
  check: { purchaseWrites: true },
});
