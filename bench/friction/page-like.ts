type Point = { readonly x: number; readonly y: number };
export type Box = Point & { readonly width: number; readonly height: number };
export type PressOptions = {
  readonly button?: 'left' | 'right';
  readonly clickCount?: number;
  /** between down and up, ms */
  readonly delay?: number;
};

/** What scenarios ask of a page, in Playwright's words: its own page is one, and `firefoxPage` another. */
export type PageLike = {
  readonly mouse: {
    move(x: number, y: number, options?: { readonly steps?: number }): Promise<void>;
    down(): Promise<void>;
    up(): Promise<void>;
    click(x: number, y: number, options?: PressOptions): Promise<void>;
    wheel(dx: number, dy: number): Promise<void>;
  };
  readonly keyboard: {
    type(text: string, options?: { readonly delay?: number }): Promise<void>;
    /** a key's name, or several that are held together: `ControlOrMeta+a` */
    press(key: string): Promise<void>;
  };
  readonly touchscreen: { tap(x: number, y: number): Promise<void> };
  locator(selector: string): {
    focus(): Promise<void>;
    click(options?: { readonly modifiers?: 'ControlOrMeta'[] }): Promise<void>;
    first(): { boundingBox(): Promise<Box | null> };
  };
  /** an expression's value */
  evaluate(expression: string): Promise<unknown>;
  goBack(): Promise<unknown>;
  goForward(): Promise<unknown>;
  waitForTimeout(ms: number): Promise<void>;
};
