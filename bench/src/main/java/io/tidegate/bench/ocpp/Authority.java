package io.tidegate.bench.ocpp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A certificate authority for one benchmark: five thousand certificates by the JDK's keytool would
 * take an hour. EC P-256, ECDSA with SHA-256, a day of validity (RFC 5280 §4.1, in DER by hand).
 */
final class Authority {
  static final String PASSWORD = "changeit";

  private static final String ALIAS = "authority";
  private static final String NAME = "Tidegate benchmark CA";
  private static final byte[] ECDSA_SHA256 = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 4, 3, 2};
  private static final byte[] COMMON_NAME = {0x55, 4, 3};
  private static final byte[] ORGANISATION = {0x55, 4, 10};
  private static final byte[] BASIC_CONSTRAINTS = {0x55, 0x1D, 0x13};
  private static final byte[] ALTERNATIVE_NAME = {0x55, 0x1D, 0x11};
  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 2;
  private static final int OID = 6;
  private static final int UTF8 = 12;
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private final PrivateKey key;
  private final X509Certificate certificate;

  private Authority(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  static Authority create() throws GeneralSecurityException {
    KeyPair pair = keys();
    byte[] constraints = der(SEQUENCE, der(1, new byte[] {(byte) 0xFF}));
    byte[] own =
        sign(pair.getPrivate(), body(NAME, pair.getPublic(), BASIC_CONSTRAINTS, constraints));
    return new Authority(pair.getPrivate(), parse(own));
  }

  static Authority load(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return new Authority(
        (PrivateKey) store.getKey(ALIAS, PASSWORD.toCharArray()),
        (X509Certificate) store.getCertificate(ALIAS));
  }

  void save(Path file) throws GeneralSecurityException, IOException {
    write(file, store -> store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), chain(certificate)));
  }

  /** What a server needs to hold stations to this authority. */
  void saveTrust(Path file) throws GeneralSecurityException, IOException {
    write(file, store -> store.setCertificateEntry(ALIAS, certificate));
  }

  /** Key and certificate of a server on 127.0.0.1. */
  void saveServer(Path file) throws GeneralSecurityException, IOException {
    KeyPair pair = keys();
    byte[] address = der(SEQUENCE, der(0x87, new byte[] {127, 0, 0, 1}));
    byte[] signed = sign(key, body("gateway", pair.getPublic(), ALTERNATIVE_NAME, address));
    Certificate[] chain = chain(parse(signed), certificate);
    write(file, s -> s.setKeyEntry("key", pair.getPrivate(), PASSWORD.toCharArray(), chain));
  }

  /** A station's certificate: its common name is its identity (A00.FR.404). */
  X509Certificate station(String identity, PublicKey of) throws GeneralSecurityException {
    byte[] noAuthority = der(SEQUENCE);
    return parse(sign(key, body(identity, of, BASIC_CONSTRAINTS, noAuthority)));
  }

  X509Certificate certificate() {
    return certificate;
  }

  static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static Certificate[] chain(Certificate... certificates) {
    return certificates;
  }

  private interface Filling {
    void fill(KeyStore store) throws GeneralSecurityException;
  }

  private static void write(Path file, Filling filling)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    filling.fill(store);
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  private static byte[] body(String subject, PublicKey of, byte[] extension, byte[] value) {
    Instant now = Instant.now();
    return der(
        SEQUENCE,
        der(0xA0, der(INTEGER, new byte[] {2})),
        der(INTEGER, new BigInteger(100, new SecureRandom()).toByteArray()),
        der(SEQUENCE, der(OID, ECDSA_SHA256)),
        name(NAME),
        der(SEQUENCE, time(now.minus(Duration.ofHours(1))), time(now.plus(Duration.ofDays(1)))),
        name(subject),
        of.getEncoded(),
        der(0xA3, der(SEQUENCE, der(SEQUENCE, der(OID, extension), der(4, value)))));
  }

  private static byte[] name(String commonName) {
    return der(SEQUENCE, attribute(ORGANISATION, "Tidegate"), attribute(COMMON_NAME, commonName));
  }

  private static byte[] attribute(byte[] kind, String text) {
    byte[] value = der(UTF8, text.getBytes(StandardCharsets.UTF_8));
    return der(SET, der(SEQUENCE, der(OID, kind), value));
  }

  private static byte[] time(Instant at) {
    return der(0x17, UTC.format(at).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sign(PrivateKey signer, byte[] body) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(signer);
    signature.update(body);
    byte[] algorithm = der(SEQUENCE, der(OID, ECDSA_SHA256));
    return der(SEQUENCE, body, algorithm, der(3, new byte[] {0}, signature.sign()));
  }

  private static X509Certificate parse(byte[] encoded) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length < 0x80) {
      out.write(length);
    } else if (length <= 0xFF) {
      out.write(0x81);
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >>> 8);
      out.write(length);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
