/**
 * Runway's own icons; they take the colour of the text beside them.
 */
import { LabIcon } from '@jupyterlab/ui-components';

const svg = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${body}</svg>`;

const stroke = (body: string): string =>
  svg(
    `<g fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${body}</g>`
  );

export const runwayIcon = new LabIcon({
  name: 'runway-jlab:runway',
  svgstr: svg(
    '<g class="jp-icon3" fill="#616161"><rect x="5" y="1" width="6" height="4" rx="1.2"/><rect x="1" y="11" width="6" height="4" rx="1.2"/><rect x="9" y="11" width="6" height="4" rx="1.2"/><path d="M7.4 5h1.2v2.4H12a.9.9 0 0 1 .9.9V11h-1.2V8.6H4.3V11H3.1V8.3a.9.9 0 0 1 .9-.9h3.4z"/></g>'
  )
});

export const linkIcon = new LabIcon({
  name: 'runway-jlab:open-with-link',
  svgstr: stroke(
    '<path d="M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.4-2.4a2.6 2.6 0 0 0-3.7-3.7l-.9.9"/><path d="M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.2 9.1a2.6 2.6 0 0 0 3.7 3.7l.9-.9"/>'
  )
});

export const trackingIcon = new LabIcon({
  name: 'runway-jlab:mlflow',
  svgstr: stroke('<path d="M2 13.5h12"/><path d="M4 11V8M8 11V3M12 11V6"/>')
});

export const queuedIcon = new LabIcon({
  name: 'runway-jlab:queued',
  svgstr: stroke('<circle cx="8" cy="8" r="5.5" stroke-dasharray="2.2 2.6"/>')
});

export const idleIcon = new LabIcon({
  name: 'runway-jlab:idle',
  svgstr: svg('<circle cx="8" cy="8" r="2" fill="currentColor"/>')
});

export const runningIcon = new LabIcon({
  name: 'runway-jlab:running',
  svgstr: stroke(
    '<circle cx="8" cy="8" r="5.5" opacity=".35"/><path d="M8 2.5A5.5 5.5 0 0 1 13.5 8"/>'
  )
});

export const doneIcon = new LabIcon({
  name: 'runway-jlab:done',
  svgstr: stroke('<path d="M3 8.5l3.2 3.2L13 4.8"/>')
});

export const cachedIcon = new LabIcon({
  name: 'runway-jlab:cached',
  svgstr: stroke(
    '<path d="M3.2 8A4.8 4.8 0 1 1 5 11.8"/><path d="M2 6l1.3 2.2L5.6 7"/>'
  )
});

export const failedIcon = new LabIcon({
  name: 'runway-jlab:failed',
  svgstr: stroke('<path d="M4 4l8 8M12 4l-8 8"/>')
});

export const skippedIcon = new LabIcon({
  name: 'runway-jlab:skipped',
  svgstr: stroke('<path d="M3 4.5L7 8l-4 3.5M8.5 4.5l4 3.5-4 3.5"/>')
});

export const stoppedIcon = new LabIcon({
  name: 'runway-jlab:stopped',
  svgstr: stroke('<circle cx="8" cy="8" r="5.5"/><path d="M4.3 4.3l7.4 7.4"/>')
});

export const warningIcon = new LabIcon({
  name: 'runway-jlab:warning',
  svgstr: stroke('<path d="M8 2.5l6 11H2z"/><path d="M8 6.8v3M8 11.8v.1"/>')
});

export const infoIcon = new LabIcon({
  name: 'runway-jlab:info',
  svgstr: stroke(
    '<circle cx="8" cy="8" r="5.8"/><path d="M8 7.4v3.4M8 5.1v.1"/>'
  )
});

export const proposedIcon = new LabIcon({
  name: 'runway-jlab:proposed',
  svgstr: stroke('<path d="M8 3.5v9M3.5 8h9"/>')
});
