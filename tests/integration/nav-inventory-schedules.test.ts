import { stockStage } from './nav-inventory-scenes.ts';
import { randomSchedules } from './schedules.ts';

randomSchedules(stockStage(1), 8);
