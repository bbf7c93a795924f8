package io.tidegate.core.keys;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Gives the ECDSA, the EdDSA or the RSA key, whichever the handshake asks for (A00.FR.318,
 * A00.FR.421). Immutable; no look-up costs more than a loop over two entries.
 */
final class ServerKeys extends X509ExtendedKeyManager {
  private final List<KeyEntry> entries;

  ServerKeys(List<KeyEntry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** JSSE's names: EC, EC_EC, EC_RSA, RSA and others. The part before "_" is the key's. */
  private String alias(String keyType) {
    String wanted = keyType.toUpperCase(Locale.ROOT).split("_", 2)[0];
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).type().toUpperCase(Locale.ROOT).equals(wanted)) {
        return Integer.toString(i);
      }
    }
    return null;
  }

  private String first(String[] keyTypes) {
    for (String type : keyTypes) {
      String alias = alias(type);
      if (alias != null) {
        return alias;
      }
    }
    return null;
  }

  private String[] all(String keyType) {
    String alias = alias(keyType);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public String chooseEngineClientAlias(String[] keyType, Principal[] issuers, SSLEngine engine) {
    return first(keyType);
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return alias(keyType);
  }

  @Override
  public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
    return first(keyType);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return all(keyType);
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return all(keyType);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return entries.get(Integer.parseInt(alias)).chain().toArray(new X509Certificate[0]);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return entries.get(Integer.parseInt(alias)).key();
  }
}
