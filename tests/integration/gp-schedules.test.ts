import { furnishScenes, gpScenes } from './gp-scenes.ts';
import { randomSchedules } from './schedules.ts';

randomSchedules({ furnish: furnishScenes, scenes: gpScenes, sandbox: { erps: ['gp'] } }, 4);
