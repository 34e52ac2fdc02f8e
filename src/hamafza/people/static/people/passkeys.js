// A passkey ceremony that did not end well says so in words; allauth's script only writes to the console.
document.addEventListener("allauth.error", (event) => {
  const told = document.querySelector("[data-passkey-failed]");
  if (!told) return;
  told.hidden = false;
  event.preventDefault();
});
