package io.tidegate.charging.ocpp.operations;

import java.io.StringWriter;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A maker of stations who signs firmware. */
final class Signer {
  private final KeyPair keys;
  private final String algorithm;
  final String certificate;

  /**
   * @param algorithm e.g. {@code SHA256withECDSA}
   * @param left how long the certificate is still good
   */
  Signer(String algorithm, Duration left) throws Exception {
    this.algorithm = algorithm;
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(algorithm.endsWith("ECDSA") ? "EC" : "RSA");
    generator.initialize(algorithm.endsWith("ECDSA") ? 256 : 2_048);
    keys = generator.generateKeyPair();
    X500Name name = new X500Name("CN=firmware,O=Maker");
    Instant now = Instant.now();
    var certificateHolder =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minus(Duration.ofDays(2))),
                Date.from(now.plus(left)),
                name,
                keys.getPublic())
            .build(
                new JcaContentSignerBuilder(
                        algorithm.endsWith("ECDSA") ? algorithm : "SHA256withRSA")
                    .build(keys.getPrivate()));
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(certificateHolder);
    }
    certificate = text.toString();
  }

  String sign(byte[] bytes) throws Exception {
    Signature signature = Signature.getInstance(algorithm);
    if (algorithm.equals("RSASSA-PSS")) {
      signature.setParameter(
          new java.security.spec.PSSParameterSpec(
              "SHA-256", "MGF1", java.security.spec.MGF1ParameterSpec.SHA256, 32, 1));
    }
    signature.initSign(keys.getPrivate());
    signature.update(bytes);
    return Base64.getEncoder().encodeToString(signature.sign());
  }
}
