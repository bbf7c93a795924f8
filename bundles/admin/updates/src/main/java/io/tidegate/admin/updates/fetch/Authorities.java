package io.tidegate.admin.updates.fetch;

import io.tidegate.admin.updates.fetch.FetchSettings.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Those of Java and those of a file, together. */
final class Authorities {
  private Authorities() {}

  /**
   * @throws IOException when the file cannot be used; the message names it
   */
  static TrustManager[] with(Trust trust) throws IOException {
    try {
      KeyStore all = KeyStore.getInstance("PKCS12");
      all.load(null, null);
      int number = 0;
      for (X509Certificate authority : javas()) {
        all.setCertificateEntry("java-" + number++, authority);
      }
      for (Certificate authority : own(trust)) {
        all.setCertificateEntry("own-" + number++, authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(all);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException(
          "the trust store " + trust.file().getFileName() + " cannot be used: " + e.getMessage(),
          e);
    }
  }

  private static X509Certificate[] javas() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager known) {
        return known.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  private static Iterable<? extends Certificate> own(Trust trust)
      throws GeneralSecurityException, IOException {
    Path file = trust.file();
    String name = file.getFileName().toString();
    if (!name.endsWith(".p12") && !name.endsWith(".pfx")) {
      try (InputStream in = Files.newInputStream(file)) {
        var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
        if (found.isEmpty()) {
          throw new IOException("it holds no certificate");
        }
        return found;
      }
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, trust.passwordFile().isPresent() ? password(trust) : null);
    }
    List<Certificate> found = new ArrayList<>();
    Enumeration<String> aliases = store.aliases();
    while (aliases.hasMoreElements()) {
      Certificate certificate = store.getCertificate(aliases.nextElement());
      if (certificate != null) {
        found.add(certificate);
      }
    }
    return found;
  }

  private static char[] password(Trust trust) throws IOException {
    List<String> lines = Files.readAllLines(trust.passwordFile().orElseThrow());
    return lines.isEmpty() ? new char[0] : lines.get(0).strip().toCharArray();
  }
}
