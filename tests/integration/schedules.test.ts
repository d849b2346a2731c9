import { furnish, scenes } from './scenes.ts';
import { randomSchedules } from './schedules.ts';

randomSchedules({ furnish, scenes });
