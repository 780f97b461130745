export const suites = ['limits', 'kernels', 'steps', 'deconvolution'] as const;
export type Suite = (typeof suites)[number];
