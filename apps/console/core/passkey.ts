/** Passkeys in the browser. The library comes when somebody asks for it; null: the person or the browser broke it off. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

export function passkeysHere(): boolean {
  return typeof PublicKeyCredential === 'function' && isSecureContext;
}

export async function makePasskey(options: object): Promise<object | null> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  // Made by the server's half of the same library, and handed on as they came.
  return startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }).catch(() => null);
}

export async function showPasskey(options: object): Promise<object | null> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  return startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON }).catch(() => null);
}
