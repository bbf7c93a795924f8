package io.tidegate.cloud.update.mqtt;

import io.tidegate.api.security.KeyRing;
import io.tidegate.api.security.KeyRingException;
import io.tidegate.api.security.TlsFiles;
import io.tidegate.api.security.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** A key ring that trusts one certificate. */
record OneAuthority(Path certificate) implements KeyRing {
  @Override
  public TlsMaterial read(TlsFiles files) throws KeyRingException {
    try (InputStream in = Files.newInputStream(certificate)) {
      X509Certificate one =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return new TlsMaterial(1, null, List.of(), List.of(one));
    } catch (IOException | CertificateException e) {
      throw new KeyRingException("it cannot be read", e);
    }
  }

  @Override
  public void forget(TlsFiles files) {}

  @Override
  public void reload() {}

  @Override
  public List<Entry> certificates() {
    return List.of();
  }
}
