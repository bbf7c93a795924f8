package io.tidegate.admin.pki.tool;

import io.tidegate.admin.pki.tool.Authority.Validity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Writes a PKI to a folder: one file an identity, beside each a spoiled one or two, with what
 * revokes it. Keys are for their owner alone.
 */
final class PkiFolder {
  private final Path folder;
  private final TestPki pki;
  private final Instant now;
  private final int days;
  private final List<String> written = new ArrayList<>();

  PkiFolder(Path folder, TestPki pki, Instant now, int days) {
    this.folder = folder;
    this.pki = pki;
    this.now = now;
    this.days = days;
  }

  /** Names of the files, below the folder. */
  List<String> write() throws IOException, GeneralSecurityException {
    Files.createDirectories(folder.resolve("crl"));
    Files.createDirectories(folder.resolve("ocsp"));
    root("v2g-root.pem", pki.v2gRoot());
    root("oem-root.pem", pki.oemRoot());
    root("mo-root.pem", pki.moRoot());
    identity("secc", pki.secc(), pki.cpoSub2(), Use.SECC);
    identity("vehicle", pki.vehicle(), pki.oemSub2(), Use.VEHICLE);
    identity("contract", pki.contract(), pki.moSub2(), Use.CONTRACT);
    secret("provisioning.pem", pki.provisioning().pem());
    secret("cps.pem", pki.cps().pem());
    lists();
    staples();
    return List.copyOf(written);
  }

  private void root(String name, Authority root) throws IOException, GeneralSecurityException {
    open(name, Pem.text("CERTIFICATE", root.certificate().getEncoded()).getBytes(US_ASCII));
  }

  private static final java.nio.charset.Charset US_ASCII = StandardCharsets.US_ASCII;

  /** The good one, one that has expired, and one that its authority's list revokes. */
  private void identity(String name, Identity good, Authority issuer, Use use)
      throws IOException, GeneralSecurityException {
    secret(name + ".pem", good.pem());
    String subject = good.certificate().getSubjectX500Principal().getName();
    Validity past = Validity.days(now.minus(Duration.ofDays(days + 2L)), days);
    secret(name + "-expired.pem", issuer.issue(use, subject, past).pem());
    Identity revoked = issuer.issue(use, subject, Validity.days(now, days));
    secret(name + "-revoked.pem", revoked.pem());
    open("crl/" + name + ".crl", issuer.crl(now, List.of(revoked.certificate())));
    open("ocsp/" + name + "-revoked.der", issuer.ocsp(now, revoked.certificate(), true));
  }

  /** Empty lists of the authorities above those that revoke. */
  private void lists() throws IOException, GeneralSecurityException {
    Map<String, Authority> authorities =
        Map.of(
            "v2g-root", pki.v2gRoot(),
            "cpo-sub1", pki.cpoSub1(),
            "cps-sub1", pki.cpsSub1(),
            "cps", pki.cpsSub2(),
            "oem-root", pki.oemRoot(),
            "oem-sub1", pki.oemSub1(),
            "mo-root", pki.moRoot(),
            "mo-sub1", pki.moSub1());
    for (String name : new TreeSet<>(authorities.keySet())) {
      open("crl/" + name + ".crl", authorities.get(name).crl(now, List.of()));
    }
  }

  /** Responses for every certificate that the SECC shows: what it staples. */
  private void staples() throws IOException, GeneralSecurityException {
    Files.createDirectories(folder.resolve("ocsp/secc"));
    List<Authority> issuers = List.of(pki.cpoSub2(), pki.cpoSub1(), pki.v2gRoot());
    List<X509Certificate> chain = pki.secc().chain();
    for (int i = 0; i < chain.size(); i++) {
      open("ocsp/secc/" + i + ".der", issuers.get(i).ocsp(now, chain.get(i), false));
    }
  }

  private void open(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
    written.add(name);
  }

  private void secret(String name, String text) throws IOException {
    FileAttribute<?> owner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(file, owner);
    Files.writeString(file, text, US_ASCII);
    written.add(name);
  }
}
