package io.tidegate.itests.harness;

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

/** An authority of a test and what it issues: ECDSA P-256, or RSA. */
public final class Certificates {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final AtomicLong SERIALS = new AtomicLong(1);

  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate authority;

  /** With a key of its own, valid for months. */
  public Certificates(String commonName) throws Exception {
    name = new X500Name("CN=" + commonName);
    keys = pair("EC");
    Instant now = Instant.now();
    Instant from = now.minus(Duration.ofDays(400));
    authority = build(name, keys, true, from, now.plus(Duration.ofDays(90)));
  }

  /** A key and its certificate. */
  public record Held(PrivateKey key, X509Certificate certificate) {
    /** Both, the key first. */
    public String pem() throws Exception {
      return Certificates.pem("PRIVATE KEY", key.getEncoded())
          + Certificates.pem("CERTIFICATE", certificate.getEncoded());
    }

    /** An RSA key in the form before PKCS#8, as older tools write it. */
    public String oldPem() throws Exception {
      byte[] old =
          PrivateKeyInfo.getInstance(key.getEncoded())
              .parsePrivateKey()
              .toASN1Primitive()
              .getEncoded();
      return Certificates.pem("RSA PRIVATE KEY", old)
          + Certificates.pem("CERTIFICATE", certificate.getEncoded());
    }
  }

  /**
   * A new key with a certificate that is valid now.
   *
   * @param algorithm EC or RSA
   */
  public Held issue(String subject, String algorithm) throws Exception {
    Instant now = Instant.now();
    return issue(subject, algorithm, now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(90)));
  }

  /** As above, valid between two instants. */
  public Held issue(String subject, String algorithm, Instant from, Instant until)
      throws Exception {
    KeyPair pair = pair(algorithm);
    return new Held(pair.getPrivate(), build(new X500Name(subject), pair, false, from, until));
  }

  /** The authority's own certificate. */
  public X509Certificate authority() {
    return authority;
  }

  public String authorityPem() throws Exception {
    return pem("CERTIFICATE", authority.getEncoded());
  }

  /** The authority's own key, for a gateway that is to sign in its name. */
  public String signingPem() throws Exception {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded()) + authorityPem();
  }

  /** A key that a station has made by itself, and its request for a certificate. */
  public record Wanted(KeyPair keys, String csr) {
    /** The key with what was issued for it. */
    public Held with(X509Certificate certificate) {
      return new Held(keys.getPrivate(), certificate);
    }
  }

  /** A new key, and the request for it. */
  public static Wanted request(String subject) throws Exception {
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

  private X509Certificate build(
      X500Name subject, KeyPair pair, boolean isAuthority, Instant from, Instant until)
      throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(SERIALS.getAndIncrement()),
            Date.from(from),
            Date.from(until),
            subject,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  /** In lines between BEGIN and END. */
  public static String pem(String kind, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  /** A station's TLS: trusts the authority, presents the certificate when there is one. */
  public static SSLContext tls(Certificates trusted, Held own) throws Exception {
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
