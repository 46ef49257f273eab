// What a careers page may learn: that the quiz is there, how far somebody is, and that somebody finished.
const element = document.querySelector("interview-hindsight");
for (const type of ["ready", "step", "complete"]) {
  element.addEventListener(`hindsight-${type}`, (event) => {
    // A page with Google Tag Manager would push this into its data layer.
    console.info(event.type, event.detail);
  });
}
