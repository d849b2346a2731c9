import { faultMatrix } from './matrix.ts';
import { navMasterScenes, navScenes, navStage } from './nav-scenes.ts';

faultMatrix(navStage([...navScenes, ...navMasterScenes]));
