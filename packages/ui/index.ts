export { default as AppIcon } from './src/AppIcon.vue';
export { default as BarRow } from './src/BarRow.vue';
export { default as ChoiceTiles } from './src/ChoiceTiles.vue';
export { default as CoverageStrip } from './src/CoverageStrip.vue';
export { coverageBand, coverageBands, coverageLimits } from './src/coverage-bands.ts';
export { default as EmptyState } from './src/EmptyState.vue';
export { default as FigureTile } from './src/FigureTile.vue';
export { default as Heatmap } from './src/Heatmap.vue';
export { type IconName, iconPaths } from './src/icons.ts';
export { default as MetreBar } from './src/MetreBar.vue';
export { default as Notice } from './src/Notice.vue';
export { default as PersonLine } from './src/PersonLine.vue';
export { default as PictureStage } from './src/PictureStage.vue';
export { default as PinPad } from './src/PinPad.vue';
export { default as RankedBars } from './src/RankedBars.vue';
export { default as ReceiptSteps } from './src/ReceiptSteps.vue';
export { default as RiskTag } from './src/RiskTag.vue';
export { default as SparkLine } from './src/SparkLine.vue';
export { default as SyncBadge } from './src/SyncBadge.vue';
export type {
  Choice,
  CoverageBand,
  CoverageCell,
  DueTone,
  EmptyPicture,
  NoticeTone,
  RankedRow,
  ReceiptState,
  ReceiptStep,
  RiskLevel,
} from './src/shapes.ts';
export { default as YimiMark } from './src/YimiMark.vue';
