package io.tidegate.core.keys;

import io.tidegate.api.security.CertificateRefusedException;
import io.tidegate.api.security.KeyRingException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates: of an authority's own, and of stations (RFC 5280). One thread at a time. */
final class Issuer {
  private static final Duration ROOT = Duration.ofDays(3650);
  private static final Duration INTERMEDIATE = Duration.ofDays(1825);
  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final int SERIAL_BITS = 128;

  private final AuthoritySettings settings;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Issuer(AuthoritySettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Who signs. */
  private record Signer(X500Name name, PrivateKey key, PublicKey publicKey) {}

  /** What is signed. */
  private record Subject(X500Name name, PublicKey key, Instant until) {}

  /** The station's certificate and those above it, without the root. */
  List<X509Certificate> sign(String commonName, String csrPem)
      throws CertificateRefusedException, KeyRingException, IOException, GeneralSecurityException {
    StationRequest request = StationRequest.read(csrPem);
    request.check(commonName, settings.organization());
    char[] password =
        settings.password().isPresent() ? Token.firstLine(settings.password().get()) : new char[0];
    KeyEntry authority = new KeyFile(settings.name(), settings.keys()).keys(password).get(0);
    X509Certificate own = authority.certificate();
    if (own.getBasicConstraints() < 0) {
      throw new KeyRingException(settings.name() + " holds a certificate that is no authority's");
    }
    Instant until = clock.instant().plus(settings.validity());
    Instant most = own.getNotAfter().toInstant();
    if (!most.isAfter(clock.instant())) {
      throw new KeyRingException(settings.name() + " holds an authority that has expired");
    }
    X500Name name = X500Name.getInstance(own.getSubjectX500Principal().getEncoded());
    X509Certificate station =
        build(
            new Signer(name, authority.key(), own.getPublicKey()),
            new Subject(request.subject(), request.key(), until.isAfter(most) ? most : until),
            -1);
    List<X509Certificate> chain = new ArrayList<>(List.of(station));
    authority.chain().stream()
        .filter(c -> !c.getSubjectX500Principal().equals(c.getIssuerX500Principal()))
        .forEach(chain::add);
    return chain;
  }

  /** A root and an intermediate, in files for their owner alone. */
  void create() throws IOException, GeneralSecurityException {
    Instant now = clock.instant();
    KeyPair rootKeys = pair();
    X500Name rootName = new X500Name("CN=Tidegate station root " + serial().toString(36));
    X509Certificate root =
        build(
            new Signer(rootName, rootKeys.getPrivate(), rootKeys.getPublic()),
            new Subject(rootName, rootKeys.getPublic(), now.plus(ROOT)),
            1);
    KeyPair keys = pair();
    X509Certificate intermediate =
        build(
            new Signer(rootName, rootKeys.getPrivate(), rootKeys.getPublic()),
            new Subject(
                new X500Name("CN=Tidegate station authority"),
                keys.getPublic(),
                now.plus(INTERMEDIATE)),
            0);
    Path folder = settings.keys().toAbsolutePath().getParent();
    Files.createDirectories(folder);
    String rootPem = Pem.text("CERTIFICATE", root.getEncoded());
    write(
        folder.resolve("station-root.pem"),
        Pem.text("PRIVATE KEY", rootKeys.getPrivate().getEncoded()) + rootPem);
    write(
        settings.keys(),
        Pem.text("PRIVATE KEY", keys.getPrivate().getEncoded())
            + Pem.text("CERTIFICATE", intermediate.getEncoded())
            + rootPem);
  }

  private static void write(Path file, String text) throws IOException {
    FileAttribute<?> owner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path folder = file.toAbsolutePath().getParent();
    Path fresh = Files.createTempFile(folder, "new", ".pem", owner);
    Files.write(fresh, text.getBytes(StandardCharsets.US_ASCII));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private BigInteger serial() {
    return new BigInteger(SERIAL_BITS, random).setBit(0);
  }

  /**
   * @param pathLength authorities below it; −1 for a station
   */
  private X509Certificate build(Signer signer, Subject subject, int pathLength)
      throws GeneralSecurityException, IOException {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            signer.name,
            serial(),
            Date.from(clock.instant().minus(BACKDATED)),
            Date.from(subject.until),
            subject.name,
            subject.key);
    boolean authority = pathLength >= 0;
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder
        .addExtension(
            Extension.basicConstraints,
            true,
            authority ? new BasicConstraints(pathLength) : new BasicConstraints(false))
        .addExtension(Extension.keyUsage, true, new KeyUsage(usage(subject.key, authority)))
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            identifiers.createSubjectKeyIdentifier(subject.key))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            identifiers.createAuthorityKeyIdentifier(signer.publicKey));
    if (!authority) {
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    }
    String algorithm =
        signer.publicKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer.key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static int usage(PublicKey key, boolean authority) {
    if (authority) {
      return KeyUsage.keyCertSign | KeyUsage.cRLSign;
    }
    return key.getAlgorithm().equals("RSA")
        ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment
        : KeyUsage.digitalSignature;
  }
}
