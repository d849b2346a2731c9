import { faultMatrix } from './matrix.ts';
import { furnish, scenes } from './scenes.ts';

faultMatrix({ furnish, scenes, every: 2 });
