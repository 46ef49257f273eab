// The page's clock stands still, so that a snapshot of one day is that of the next. The person reads American English, in
// which all engines write a day and a time of day alike.
{
  const RealDate = Date;
  const now = RealDate.UTC(2026, 5, 10, 10);
  globalThis.Date = class extends RealDate {
    constructor(...parts) {
      super(...(parts.length > 0 ? parts : [now]));
    }
    static now() {
      return now;
    }
  };
  const tell = (name, value) => Object.defineProperty(Navigator.prototype, name, { get: () => value });
  tell("language", "en-US");
  tell("languages", ["en-US"]);
}
