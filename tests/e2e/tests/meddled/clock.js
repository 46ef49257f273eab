// Stops the page's clock, so that two walks through the app show the same.
{
  const NOW = 1_800_000_000_000;
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      super(...(parts.length > 0 ? parts : [NOW]));
    }
    static now() {
      return NOW;
    }
  };
}
