import { describe } from '@jest/globals';
import { furnishSba, furnishScenes, gpScenes } from './gp-scenes.ts';
import { faultMatrix } from './matrix.ts';

describe('SOAP', () => {
  faultMatrix({ furnish: furnishScenes, scenes: gpScenes, sandbox: { erps: ['gp'] }, every: 13 });
});

describe('SBA', () => {
  const scenes = gpScenes.filter(({ flows }) => !flows.includes('receipts'));
  faultMatrix({ furnish: furnishSba, scenes, sandbox: { erps: ['gp'] }, every: 17 });
});
