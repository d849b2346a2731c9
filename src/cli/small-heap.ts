import { setFlagsFromString } from 'node:v8';

/**
 * Lists are walked page by page, each page garbage when the next one comes. A young generation that grows with the work
 * would keep hundreds of pages before it looks; one that stays small keeps a process flat.
 */
export const keepHeapSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');
