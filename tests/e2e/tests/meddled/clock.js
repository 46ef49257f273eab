// Stops the page's clock, so that two walks through the app show the same. It goes on where a walk says so.
{
  let now = 1_800_000_000_000;
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      super(...(parts.length > 0 ? parts : [now]));
    }
    static now() {
      return now;
    }
  };
  globalThis.anHourLater = () => {
    now += 3_600_000;
  };
}
