/**
 * The plugins of the Runway extension.
 */
import { canvasPlugin } from './canvas/plugin';
import { notebookPlugin } from './notebooks/plugin';
import { panelPlugin } from './panel/plugin';
import { parametersPlugin } from './parameters/plugin';
import { projectsPlugin, statusPlugin } from './projects/plugin';
import { reproducePlugin } from './reproduce/plugin';
import { runsPlugin } from './runs/plugin';
import { trackingPlugin } from './tracking/plugin';

export default [
  notebookPlugin,
  projectsPlugin,
  canvasPlugin,
  parametersPlugin,
  runsPlugin,
  trackingPlugin,
  reproducePlugin,
  panelPlugin,
  statusPlugin
];
