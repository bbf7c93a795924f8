package io.tidegate.admin.pki.tool;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * An end entity: its key and the chain above it.
 *
 * @param chain its own certificate first, without the root
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {
  public Identity {
    chain = List.copyOf(chain);
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** Key (PKCS#8) and chain, as the gateway reads them. */
  public String pem() throws GeneralSecurityException {
    StringBuilder text = new StringBuilder(Pem.text("PRIVATE KEY", key.getEncoded()));
    for (X509Certificate each : chain) {
      text.append(Pem.text("CERTIFICATE", each.getEncoded()));
    }
    return text.toString();
  }
}
