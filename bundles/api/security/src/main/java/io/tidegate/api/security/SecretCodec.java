package io.tidegate.api.security;

/**
 * Secrets of configurations as the host keeps them. A service where a foreign host encrypts the
 * values of password fields before anybody is given them (Eclipse Kura); where there is none, a
 * password field holds the secret itself. Any thread; no I/O.
 *
 * <p>Bundles start in any order: whoever has a password field reads it again when this service
 * comes or goes.
 */
public interface SecretCodec {

  /**
   * The secret behind what the configuration holds. The caller keeps it to itself and overwrites it
   * when it is done.
   *
   * @throws SecretUnreadableException when it was not written by this host, or by another key
   */
  char[] reveal(String kept) throws SecretUnreadableException;
}
