// Makes a passkey and signs in with one. What cannot be done without script
// is hidden until this has run.
import { readWords, t } from "./shared/words";

readWords();

type Json = Record<string, unknown>;

/** Bytes travel as base64url, which only newer browsers turn themselves. */
function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function descriptors(list: unknown): PublicKeyCredentialDescriptor[] {
  return ((list as { id: string; type: "public-key" }[] | undefined) ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
}

async function post(path: string, body?: Json): Promise<Json> {
  const response = await fetch(path, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.detail);
  return answer;
}

async function make(name: string): Promise<string> {
  const { publicKey } = await post("/account/sleutels/begin") as unknown as { publicKey: PublicKeyCredentialCreationOptionsJSON };
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: descriptors(publicKey.excludeCredentials),
    } as PublicKeyCredentialCreationOptions,
  }) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  const answer = await post("/account/sleutels", {
    name,
    credential: {
      id: made.id, rawId: text(made.rawId), type: made.type, authenticatorAttachment: made.authenticatorAttachment,
      clientExtensionResults: made.getClientExtensionResults(),
      response: { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject), transports: response.getTransports() },
    },
  });
  return answer.url as string;
}

async function show(back: string): Promise<string> {
  const { publicKey } = await post("/inloggen/sleutel/begin") as unknown as { publicKey: PublicKeyCredentialRequestOptionsJSON };
  const shown = await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: descriptors(publicKey.allowCredentials) } as PublicKeyCredentialRequestOptions,
  }) as PublicKeyCredential;
  const response = shown.response as AuthenticatorAssertionResponse;
  const answer = await post("/inloggen/sleutel", {
    back,
    credential: {
      id: shown.id, rawId: text(shown.rawId), type: shown.type, authenticatorAttachment: shown.authenticatorAttachment,
      clientExtensionResults: shown.getClientExtensionResults(),
      response: {
        clientDataJSON: text(response.clientDataJSON), authenticatorData: text(response.authenticatorData), signature: text(response.signature),
        userHandle: response.userHandle ? text(response.userHandle) : null,
      },
    },
  });
  return answer.url as string;
}

const part = document.querySelector<HTMLElement>("[data-passkey]");
const button = part?.querySelector("button");
if (part && button && "PublicKeyCredential" in window) {
  part.hidden = false;
  const status = part.querySelector<HTMLElement>("[role=status]")!;
  const name = part.querySelector<HTMLInputElement>("input");
  button.addEventListener("click", async () => {
    button.disabled = true;
    status.textContent = t("passkey.asking");
    try {
      location.href = await (name ? make(name.value) : show(part.dataset.passkey ?? ""));
    } catch (cause) {
      // The browser does not tell whether somebody changed their mind.
      const own = cause instanceof DOMException;
      status.textContent = own ? t(cause.name === "InvalidStateError" ? "passkey.already" : "passkey.stopped") : (cause as Error).message;
      button.disabled = false;
    }
  });
}
