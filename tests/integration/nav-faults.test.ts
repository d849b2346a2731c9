import { describe } from '@jest/globals';
import { faultMatrix } from './matrix.ts';
import { navMasterScenes, navOddScene, navScenes, navStage } from './nav-scenes.ts';

describe('a server that writes a group as a whole', () => {
  faultMatrix(navStage([...navScenes, navOddScene, ...navMasterScenes]));
});

describe('a server that takes one line at a time', () => {
  const stage = navStage(navScenes.slice(0, 1));
  faultMatrix({
    ...stage,
    furnish(bench) {
      bench.sandbox.nav.useRelease('bc14');
      stage.furnish(bench);
    },
  });
});
