import { furnish, scenes } from './finance-operations-scenes.ts';
import { faultMatrix } from './matrix.ts';

faultMatrix({ furnish, scenes, sandbox: { erps: ['finance-operations'] }, every: 9 });
