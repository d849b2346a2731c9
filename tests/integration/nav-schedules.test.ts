import { navMasterScenes, navOddScene, navScenes, navStage } from './nav-scenes.ts';
import { randomSchedules } from './schedules.ts';

randomSchedules(navStage([...navScenes, navOddScene, ...navMasterScenes]), 10);
