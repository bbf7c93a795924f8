package io.tidegate.sim.ev.bays;

import io.tidegate.sim.ev.Credentials;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certificates of one curve: a V2G root with the station's chain, an OEM root with vehicles', an MO
 * root with contracts (ISO 15118-20 annex B, ISO 15118-2 annex F).
 */
public final class VehiclePki {
  private static final AtomicLong SERIALS = new AtomicLong(System.nanoTime());

  private final String curve;
  private final Authority v2g;
  private final Authority cpo;
  private final Authority oem;
  private final Authority mo;
  private final Authority moSub;

  /** A certificate with its key, and what is above it without the root. */
  private record Authority(
      String name, KeyPair keys, X509Certificate certificate, List<X509Certificate> chain) {}

  /**
   * @param curve secp521r1 for ISO 15118-20, secp256r1 for ISO 15118-2
   */
  public VehiclePki(String curve) throws GeneralSecurityException {
    this.curve = curve;
    v2g = issue(null, "V2GRootCA", "V2G", true);
    Authority sub1 = issue(v2g, "CPOSubCA1", "CPO", true);
    cpo = issue(sub1, "CPOSubCA2", "CPO", true);
    oem = issue(null, "OEMRootCA", "OEM", true);
    mo = issue(null, "MORootCA", "MO", true);
    moSub = issue(mo, "MOSubCA1", "MO", true);
  }

  private Authority issue(Authority by, String name, String domain, boolean authority)
      throws GeneralSecurityException {
    Instant now = Instant.now();
    return issue(
        by, name, domain, authority, now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(60)));
  }

  private Authority issue(
      Authority by, String name, String domain, boolean authority, Instant from, Instant until)
      throws GeneralSecurityException {
    try {
      return build(by, name, domain, authority, from, until);
    } catch (IOException | OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private Authority build(
      Authority by, String name, String domain, boolean authority, Instant from, Instant until)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    KeyPair keys = generator.generateKeyPair();
    X500Name subject = new X500Name("CN=" + name + ",O=Test,DC=" + domain);
    PrivateKey signing = by == null ? keys.getPrivate() : by.keys().getPrivate();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            by == null
                ? subject
                : X500Name.getInstance(by.certificate().getSubjectX500Principal().getEncoded()),
            BigInteger.valueOf(SERIALS.getAndIncrement()),
            Date.from(from),
            Date.from(until),
            subject,
            keys.getPublic());
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(
            authority
                ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                : KeyUsage.digitalSignature | KeyUsage.keyAgreement));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(keys.getPublic()));
    if (by != null) {
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          ids.createAuthorityKeyIdentifier(by.keys().getPublic()));
    }
    String algorithm = curve.equals("secp521r1") ? "SHA512withECDSA" : "SHA256withECDSA";
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signing)));
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(certificate);
    if (by != null && by.chain().size() > 0 && !isRoot(by)) {
      chain.addAll(by.chain());
    }
    return new Authority(name, keys, certificate, chain);
  }

  private static String pem(String kind, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  private static boolean isRoot(Authority authority) {
    return authority
        .certificate()
        .getSubjectX500Principal()
        .equals(authority.certificate().getIssuerX500Principal());
  }

  /** The station's key and chain, PEM. */
  public String station(String evseId) throws GeneralSecurityException {
    Authority leaf = issue(cpo, evseId, "CPO", false);
    StringBuilder pem =
        new StringBuilder(pem("PRIVATE KEY", leaf.keys().getPrivate().getEncoded()));
    for (X509Certificate certificate : leaf.chain()) {
      pem.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return pem.toString();
  }

  /** Whom a station believes about vehicles, PEM. */
  public String vehicleRoots() throws GeneralSecurityException {
    return pem("CERTIFICATE", oem.certificate().getEncoded());
  }

  /** Whom a station believes about contracts, PEM. */
  public String contractRoots() throws GeneralSecurityException {
    return pem("CERTIFICATE", mo.certificate().getEncoded());
  }

  /** A vehicle's. */
  public Credentials vehicle(String evccId) throws GeneralSecurityException {
    Authority leaf = issue(oem, evccId, "OEM", false);
    return new Credentials(List.of(v2g.certificate()), Optional.of(held(leaf)), Optional.empty());
  }

  /** Of a vehicle that only believes: it has no certificate of its own (ISO 15118-2). */
  public Credentials anonymous() {
    return new Credentials(List.of(v2g.certificate()), Optional.empty(), Optional.empty());
  }

  /** A vehicle's that has expired. */
  public Credentials expiredVehicle(String evccId) throws GeneralSecurityException {
    Instant now = Instant.now();
    Authority leaf =
        issue(
            oem,
            evccId,
            "OEM",
            false,
            now.minus(Duration.ofDays(9)),
            now.minus(Duration.ofDays(1)));
    return new Credentials(List.of(v2g.certificate()), Optional.of(held(leaf)), Optional.empty());
  }

  /** A contract. */
  public Credentials.Contract contract(String emaid) throws GeneralSecurityException {
    return new Credentials.Contract(emaid, held(issue(moSub, emaid, "MO", false)));
  }

  private static Credentials.Held held(Authority leaf) {
    return new Credentials.Held(leaf.keys().getPrivate(), leaf.chain());
  }
}
