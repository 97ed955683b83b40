type Parse = (code: string) => unknown;
export declare const withoutSentences: (code: string, parse: Parse) => string;
export declare const withPureLoad: (code: string, parse: Parse) => string;
