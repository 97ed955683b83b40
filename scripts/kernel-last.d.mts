export declare const withKernelLast: (code: string) => string;
