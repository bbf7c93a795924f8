package io.tidegate.itests.system;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** An authority of the test and what it issues: ECDSA P-256, or RSA. */
final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final AtomicLong SERIALS = new AtomicLong(1);

  private final X500Name name;
  private final KeyPair keys;
  final X509Certificate authority;

  Certificates(String commonName) throws Exception {
    name = new X500Name("CN=" + commonName);
    keys = pair("EC");
    authority = build(name, keys, true);
  }

  /** A key and its certificate. */
  record Held(PrivateKey key, X509Certificate certificate) {
    String pem() throws Exception {
      return Certificates.pem("PRIVATE KEY", key.getEncoded())
          + Certificates.pem("CERTIFICATE", certificate.getEncoded());
    }

    /** An RSA key in the form before PKCS#8, as older tools write it. */
    String oldPem() throws Exception {
      byte[] old =
          PrivateKeyInfo.getInstance(key.getEncoded())
              .parsePrivateKey()
              .toASN1Primitive()
              .getEncoded();
      return Certificates.pem("RSA PRIVATE KEY", old)
          + Certificates.pem("CERTIFICATE", certificate.getEncoded());
    }
  }

  Held issue(String subject, String algorithm) throws Exception {
    KeyPair pair = pair(algorithm);
    return new Held(pair.getPrivate(), build(new X500Name(subject), pair, false));
  }

  String authorityPem() throws Exception {
    return pem("CERTIFICATE", authority.getEncoded());
  }

  /** The authority's own key, for a gateway that is to sign in its name. */
  String signingPem() throws Exception {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded()) + authorityPem();
  }

  /** A key that a station has made by itself, and its request for a certificate. */
  record Wanted(KeyPair keys, String csr) {
    Held with(X509Certificate certificate) {
      return new Held(keys.getPrivate(), certificate);
    }
  }

  static Wanted request(String subject) throws Exception {
    KeyPair keys = pair("EC");
    byte[] der =
        new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded();
    return new Wanted(keys, pem("CERTIFICATE REQUEST", der));
  }

  private static KeyPair pair(String algorithm) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else {
      generator.initialize(2048);
    }
    return generator.generateKeyPair();
  }

  private X509Certificate build(X500Name subject, KeyPair pair, boolean isAuthority)
      throws Exception {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(SERIALS.getAndIncrement()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofDays(90))),
            subject,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  static String pem(String kind, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  /** A station's TLS: trusts the authority, presents the certificate when there is one. */
  static SSLContext tls(Certificates trusted, Held own) throws Exception {
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    authorities.setCertificateEntry("authority", trusted.authority);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(authorities);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    if (own != null) {
      keys.setKeyEntry("own", own.key, PASSWORD, new X509Certificate[] {own.certificate});
    }
    KeyManagerFactory manager = KeyManagerFactory.getInstance("SunX509");
    manager.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(manager.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
