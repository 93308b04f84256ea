/**
 * How a state looks and reads: one icon, one word and one CSS modifier each.
 */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';

import type { AxisView, ProblemView, StepRunView } from '../contract';
import {
  cachedIcon,
  doneIcon,
  failedIcon,
  infoIcon,
  queuedIcon,
  runningIcon,
  skippedIcon,
  stoppedIcon,
  warningIcon
} from './icons';

export type StepState = StepRunView['state'];

export interface ILook {
  icon: LabIcon;
  word: string;
  /** CSS class that sets the state's colours. */
  modifier: string;
}

/** Of a run or a step: a step knows all states of a run, and SKIPPED. */
export function lookOfState(
  state: StepState,
  trans: TranslationBundle,
  cached = false
): ILook {
  if (cached && state === 'FINISHED') {
    return {
      icon: cachedIcon,
      word: trans.__('cached'),
      modifier: 'jp-mod-done'
    };
  }
  switch (state) {
    case 'QUEUED':
      return {
        icon: queuedIcon,
        word: trans.__('queued'),
        modifier: 'jp-mod-queued'
      };
    case 'RUNNING':
      return {
        icon: runningIcon,
        word: trans.__('running'),
        modifier: 'jp-mod-running'
      };
    case 'FINISHED':
      return {
        icon: doneIcon,
        word: trans.__('done'),
        modifier: 'jp-mod-done'
      };
    case 'FAILED':
      return {
        icon: failedIcon,
        word: trans.__('failed'),
        modifier: 'jp-mod-failed'
      };
    case 'CANCELLED':
      return {
        icon: stoppedIcon,
        word: trans.__('cancelled'),
        modifier: 'jp-mod-stopped'
      };
    case 'INTERRUPTED':
      return {
        icon: stoppedIcon,
        word: trans.__('interrupted'),
        modifier: 'jp-mod-stopped'
      };
    case 'SKIPPED':
      return {
        icon: skippedIcon,
        word: trans.__('skipped'),
        modifier: 'jp-mod-stopped'
      };
  }
}

/** Of one of the four cards of *Open with link*. */
export function lookOfAxis(
  state: AxisView['state'],
  trans: TranslationBundle
): ILook {
  switch (state) {
    case 'exact':
      return {
        icon: doneIcon,
        word: trans.__('exact'),
        modifier: 'jp-mod-done'
      };
    case 'changed':
      return {
        icon: warningIcon,
        word: trans.__('changed since'),
        modifier: 'jp-mod-warning'
      };
    case 'missing':
      return {
        icon: failedIcon,
        word: trans.__('missing'),
        modifier: 'jp-mod-failed'
      };
  }
}

/** Of a problem. */
export function lookOfSeverity(
  severity: ProblemView['severity'],
  trans: TranslationBundle
): ILook {
  switch (severity) {
    case 'error':
      return {
        icon: failedIcon,
        word: trans.__('error'),
        modifier: 'jp-mod-failed'
      };
    case 'warning':
      return {
        icon: warningIcon,
        word: trans.__('warning'),
        modifier: 'jp-mod-warning'
      };
    case 'info':
      return {
        icon: infoIcon,
        word: trans.__('note'),
        modifier: 'jp-mod-running'
      };
  }
}
