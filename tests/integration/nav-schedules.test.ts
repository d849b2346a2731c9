import { navMasterScenes, navScenes, navStage } from './nav-scenes.ts';
import { randomSchedules } from './schedules.ts';

randomSchedules(navStage([...navScenes, ...navMasterScenes]), 10);
