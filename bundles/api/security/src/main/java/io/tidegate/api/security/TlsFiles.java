package io.tidegate.api.security;

import java.util.List;

/**
 * Where the material of one TLS endpoint comes from. Paths are relative to the home folder.
 *
 * @param keys PEM files (PKCS#8 key and chain), PKCS#12 stores, or {@code pkcs11:} with the alias
 *     of a key on the token; one ECDSA and one RSA key at most are used
 * @param passwordFile its first line opens the PKCS#12 stores and encrypted PEM keys; empty when
 *     none needs one
 * @param trusted PEM or PKCS#12 with the authorities that peers' certificates must lead to; empty
 *     when peers present none
 */
public record TlsFiles(List<String> keys, String passwordFile, List<String> trusted) {
  public TlsFiles {
    keys = List.copyOf(keys);
    trusted = List.copyOf(trusted);
  }
}
