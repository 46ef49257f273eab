// Stops the page's clock, so that two walks through the app show the same. It goes on where a walk says so. And notes each
// error, for the message of a walk on which the program dies.
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
globalThis.errors = [];
for (const kind of ["error", "unhandledrejection"]) {
  addEventListener(kind, (event) => {
    const error = event.reason ?? event.error;
    errors.push(`${error}\n${error?.stack}`);
  });
}
