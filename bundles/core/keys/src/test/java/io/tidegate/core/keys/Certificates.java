package io.tidegate.core.keys;

import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys and certificates of tests. */
final class Certificates {
  private static final AtomicLong SERIALS = new AtomicLong(1);

  private Certificates() {}

  record Pair(KeyPair keys, X509Certificate certificate) {
    String keyPem() {
      return Pem.text("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    String certificatePem() throws Exception {
      return Pem.text("CERTIFICATE", certificate.getEncoded());
    }

    String pem() throws Exception {
      return keyPem() + certificatePem();
    }
  }

  static KeyPair keys(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else if (algorithm.equals("RSA")) {
      generator.initialize(2048);
    }
    return generator.generateKeyPair();
  }

  static Pair selfSigned(String cn, String algorithm, Duration left) throws Exception {
    KeyPair keys = keys(algorithm);
    X500Name name = new X500Name("CN=" + cn);
    Instant until = Instant.now().plus(left);
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(SERIALS.getAndIncrement()),
                        Date.from(until.minus(Duration.ofDays(365))),
                        Date.from(until),
                        name,
                        keys.getPublic())
                    .build(
                        new JcaContentSignerBuilder(
                                switch (algorithm) {
                                  case "EC" -> "SHA256withECDSA";
                                  case "RSA" -> "SHA256withRSA";
                                  default -> algorithm;
                                })
                            .build(keys.getPrivate())));
    return new Pair(keys, certificate);
  }

  static Path secret(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  static void store(Path file, char[] password, Pair pair) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key", pair.keys.getPrivate(), password, new X509Certificate[] {pair.certificate});
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
