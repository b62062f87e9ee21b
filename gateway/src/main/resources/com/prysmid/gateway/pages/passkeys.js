/* Fills a form with what an authenticator says, and sends it. Without this, or without an authenticator, the form stays hidden. */
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    buffer
      ? btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
      : "";
  const descriptors = (list) => list.map((one) => ({ ...one, id: bytes(one.id) }));

  const creation = (json) =>
    PublicKeyCredential.parseCreationOptionsFromJSON
      ? PublicKeyCredential.parseCreationOptionsFromJSON(json)
      : {
          ...json,
          challenge: bytes(json.challenge),
          user: { ...json.user, id: bytes(json.user.id) },
          excludeCredentials: descriptors(json.excludeCredentials),
        };
  const request = (json) =>
    PublicKeyCredential.parseRequestOptionsFromJSON
      ? PublicKeyCredential.parseRequestOptionsFromJSON(json)
      : { ...json, challenge: bytes(json.challenge), allowCredentials: descriptors(json.allowCredentials) };

  /* The fields are made only now: whoever reads the page without running it finds in it no form but its own. */
  const fill = (form, credential) => {
    const response = credential.response;
    const values = {
      csrf: form.dataset.csrf,
      interaction: form.dataset.interaction,
      challenge: form.dataset.challenge,
      client_data: text(response.clientDataJSON),
      ...(form.dataset.passkey === "create"
        ? {
            attestation: text(response.attestationObject),
            transports: response.getTransports ? response.getTransports().join(" ") : "",
          }
        : {
            credential_id: text(credential.rawId),
            authenticator_data: text(response.authenticatorData),
            signature: text(response.signature),
            user_handle: text(response.userHandle),
          }),
    };
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      const input = form.elements[name] || form.appendChild(document.createElement("input"));
      Object.assign(input, { type: "hidden", name, value });
    }
    form.submit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const options = JSON.parse(form.dataset.options);
    const problem = form.querySelector("[data-problem]");
    const tell = (error) => {
      const known = { InvalidStateError: form.dataset.known, NotAllowedError: form.dataset.cancelled };
      problem.textContent = known[error.name] || form.dataset.failed;
      problem.hidden = false;
    };
    let waiting = null;
    const ask = async (mediation) => {
      if (waiting) waiting.abort();
      waiting = new AbortController();
      const signal = waiting.signal;
      return form.dataset.passkey === "create"
        ? navigator.credentials.create({ publicKey: creation(options), signal })
        : navigator.credentials.get({ publicKey: request(options), signal, ...(mediation && { mediation }) });
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      try {
        fill(form, await ask());
      } catch (error) {
        tell(error);
      }
    });
    form.hidden = false;
    if (form.dataset.conditional && PublicKeyCredential.isConditionalMediationAvailable) {
      PublicKeyCredential.isConditionalMediationAvailable()
        .then((available) => (available ? ask("conditional").then((found) => fill(form, found)) : null))
        // Aborted by the button, or declined: the page is as usable as before.
        .catch(() => {});
    }
  }
})();
