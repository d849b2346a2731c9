import { faultMatrix } from './matrix.ts';
import { stockStage } from './nav-inventory-scenes.ts';

faultMatrix(stockStage(11));
