/**
 * Commands of the side panel.
 */
export const PanelCommands = {
  showPipeline: 'runway-jlab:show-pipeline',
  showRuns: 'runway-jlab:show-runs',
  showParameters: 'runway-jlab:show-parameters'
} as const;

export type Page = 'pipeline' | 'runs';
