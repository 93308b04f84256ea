/**
 * What goes over the wire. Generated from runway_jlab/contract: change it there, then `npm run contract`.
 */

/**
 * The four things that make a run.
 */
export interface AxesView {
  code: AxisView;
  parameters: AxisView;
  data: AxisView;
  environment: AxisView;
}
/**
 * One of the four cards: is what the run had still here today?
 */
export interface AxisView {
  state: 'exact' | 'changed' | 'missing';
  summary: string;
  detail: string[];
}
/**
 * A cell of an open notebook, perhaps not saved yet.
 */
export interface CellText {
  id: string;
  cell_type: 'code' | 'markdown' | 'raw';
  source: string;
  metadata?: {
    [k: string]: unknown;
  };
}
/**
 * One line of ``runway doctor``.
 */
export interface CheckView {
  name: string;
  state: 'ok' | 'missing' | 'failed';
  message: string;
}
/**
 * What this machine can do.
 */
export interface DoctorView {
  checks: CheckView[];
}
/**
 * A dependency between two steps, by name.
 */
export interface EdgeView {
  from: string;
  to: string;
  kind: 'data' | 'order' | 'observed';
  variables: string[];
}
/**
 * Every failed request and command answers with this.
 */
export interface ErrorView {
  message: string;
  code: string;
  detail: {
    [k: string]: unknown;
  };
}
/**
 * Copy the example into the folder at ``path`` (relative to the server's root).
 */
export interface ExampleRequest {
  path?: string;
}
/**
 * Where the example's notebook now stands, relative to the server's root.
 */
export interface ExampleView {
  path: string;
}
/**
 * A piece of a run's log.
 */
export interface LogPage {
  text: string;
  offset: number;
  complete: boolean;
}
/**
 * The project's MLflow server.
 */
export interface MlflowView {
  state: 'stopped' | 'starting' | 'ready' | 'failed';
  url: string;
  message: string | null;
}
/**
 * A literal of the parameters cell that a run may override.
 */
export interface ParameterView {
  name: string;
  type: string;
  default: unknown;
  kind: string;
  description: string;
  choices: unknown[] | null;
}
/**
 * An open notebook's cells, in order, whose pipeline is wanted.
 */
export interface PipelineRequest {
  cells: CellText[];
  metadata?: {
    [k: string]: unknown;
  };
}
/**
 * The pipeline that one notebook holds.
 */
export interface PipelineView {
  steps: StepView[];
  edges: EdgeView[];
  parameters: ParameterView[];
  setup: string[];
  scratch: string[];
  problems: ProblemView[];
  parameters_cell: string | null;
}
/**
 * One step: the cells that run together, and the variables they read and write.
 */
export interface StepView {
  name: string;
  cells: string[];
  reads: string[];
  writes: string[];
  proposed: boolean;
  color: string | null;
  position: [number, number] | null;
}
/**
 * Something about the notebook that a person should know, tied to where it is.
 */
export interface ProblemView {
  code: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  cell: string | null;
  line: number | null;
}
/**
 * Make the folder at ``path`` (relative to the server's root) a project.
 */
export interface ProjectRequest {
  path: string;
  name?: string | null;
}
/**
 * A folder with a ``runway.toml``.
 */
export interface ProjectView {
  id: string;
  name: string;
  root: string;
  tracking: 'hosted' | 'external';
  path: string | null;
  reopened_run: string | null;
}
/**
 * A run brought back: also what ``runway open --json`` prints.
 */
export interface Reopened {
  run_id: string;
  folder: string;
  notebook: string;
  parameters: {
    [k: string]: unknown;
  };
  axes: AxesView;
  path: string | null;
}
/**
 * What opening a run would bring back, before anything is written.
 */
export interface ReproductionView {
  run_id: string;
  notebook: string;
  state: string;
  started: string;
  parameters: {
    [k: string]: unknown;
  };
  metrics: {
    [k: string]: number | ('nan' | 'inf' | '-inf');
  };
  axes: AxesView;
  folder: string;
  opened: boolean;
  incomplete: string[];
  commit: string | null;
  branch: string | null;
  dirty: boolean | null;
}
/**
 * Announced on Jupyter's event bus whenever a run or a step changes state. No text, no values.
 */
export interface RunEvent {
  project_id: string;
  run_id: string;
  revision: number;
  state:
    'QUEUED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED' | 'INTERRUPTED';
  step: string | null;
  step_state:
    | (
        | 'QUEUED'
        | 'RUNNING'
        | 'FINISHED'
        | 'FAILED'
        | 'CANCELLED'
        | 'INTERRUPTED'
        | 'SKIPPED'
      )
    | null;
}
/**
 * The project's runs, latest first.
 */
export interface RunList {
  runs: RunSummary[];
}
/**
 * A row of the runs list.
 */
export interface RunSummary {
  run_id: string;
  notebook: string;
  state:
    'QUEUED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED' | 'INTERRUPTED';
  started: string;
  seconds: number | null;
  parameters: {
    [k: string]: unknown;
  };
  metrics: {
    [k: string]: number | ('nan' | 'inf' | '-inf');
  };
  mlflow_run_id: string | null;
  path: string | null;
}
/**
 * Run the notebook at ``path`` (relative to the server's root) with some parameters overridden.
 */
export interface RunRequest {
  path: string;
  parameters?: {
    [k: string]: unknown;
  };
}
/**
 * A run with its steps; also what ``runway run --json`` prints.
 */
export interface RunView {
  run_id: string;
  notebook: string;
  state:
    'QUEUED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED' | 'INTERRUPTED';
  started: string;
  seconds: number | null;
  parameters: {
    [k: string]: unknown;
  };
  metrics: {
    [k: string]: number | ('nan' | 'inf' | '-inf');
  };
  mlflow_run_id: string | null;
  path: string | null;
  steps: StepRunView[];
  record: string | null;
  revision: number;
  message: string | null;
  incomplete: string[];
  mlflow_path: string | null;
  executed: string | null;
  link: string | null;
}
/**
 * One step of one run.
 */
export interface StepRunView {
  name: string;
  state:
    | 'QUEUED'
    | 'RUNNING'
    | 'FINISHED'
    | 'FAILED'
    | 'CANCELLED'
    | 'INTERRUPTED'
    | 'SKIPPED';
  cached: boolean;
  seconds: number | null;
  max_rss_bytes: number | null;
  cells: string[];
  error: StepErrorView | null;
  because: string | null;
}
/**
 * Why a step failed: the exception as its cell shows it.
 */
export interface StepErrorView {
  cell: string;
  name: string;
  message: string;
  traceback: string;
}
/**
 * What the status bar and the empty states need; also ``runway status --json``.
 */
export interface StatusView {
  version: string;
  project: ProjectView | null;
  runs: number;
}
