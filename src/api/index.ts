export { Client, RunwayError } from './client';
export { RunEvents, RUN_EVENT_SCHEMA, type IRunEvents } from './events';
export { PipelinesApi, type IPipelinesApi } from './pipelines';
export { ProjectsApi, type IProjectsApi } from './projects';
export { ReproductionsApi, type IReproductionsApi } from './reproductions';
export { RunsApi, type IRunsApi } from './runs';
export { TrackingApi, type ITrackingApi } from './tracking';
