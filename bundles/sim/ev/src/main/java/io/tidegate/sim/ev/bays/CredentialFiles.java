package io.tidegate.sim.ev.bays;

import io.tidegate.sim.ev.Credentials;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** A vehicle's key and certificates in a folder, for a vehicle in a process of its own. */
final class CredentialFiles {
  private static final String KEY = "key";
  private static final String CHAIN = "chain";
  private static final String ANCHORS = "anchors";

  private CredentialFiles() {}

  static void write(Path folder, Credentials credentials)
      throws IOException, GeneralSecurityException {
    Credentials.Held held = credentials.vehicle().orElseThrow();
    Files.write(folder.resolve(KEY), held.key().getEncoded());
    Files.write(folder.resolve(CHAIN), der(held.chain()));
    Files.write(folder.resolve(ANCHORS), der(credentials.anchors()));
  }

  static Credentials read(Path folder) throws IOException, GeneralSecurityException {
    byte[] bytes = Files.readAllBytes(folder.resolve(KEY));
    PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    return new Credentials(
        certificates(folder.resolve(ANCHORS)),
        Optional.of(new Credentials.Held(key, certificates(folder.resolve(CHAIN)))),
        Optional.empty());
  }

  private static byte[] der(List<X509Certificate> certificates) throws GeneralSecurityException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (X509Certificate certificate : certificates) {
      bytes.writeBytes(certificate.getEncoded());
    }
    return bytes.toByteArray();
  }

  private static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
        .stream()
        .map(X509Certificate.class::cast)
        .toList();
  }
}
