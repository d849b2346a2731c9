import { describe } from '@jest/globals';
import { furnishSba, furnishScenes, gpScenes } from './gp-scenes.ts';
import { faultMatrix } from './matrix.ts';

describe('SOAP', () => {
  faultMatrix({ furnish: furnishScenes, scenes: gpScenes, sandbox: { erps: ['gp'] }, every: 31 });
});

describe('SBA', () => {
  const scenes = gpScenes.filter(
    ({ name }) => name === 'bill and its credit note' || name === 'changed vendor',
  );
  faultMatrix({ furnish: furnishSba, scenes, sandbox: { erps: ['gp'] }, every: 37 });
});
