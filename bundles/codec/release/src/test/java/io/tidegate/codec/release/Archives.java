package io.tidegate.codec.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Releases of tests, and archives that no writer of ours would write. */
final class Archives {
  static final Instant NOW = Instant.parse("2027-03-01T12:00:00Z");
  static final Host HOST = new Host("tidegate-site", 17, "linux/amd64", "acme-200", "gw-7");

  static final Signer ROOT_A = Keys.key(1);
  static final Signer ROOT_B = Keys.key(2);
  static final Signer RELEASE_A = Keys.key(3);
  static final Signer RELEASE_B = Keys.key(4);
  static final Signer PERMIT = Keys.key(5);
  static final Signer STRANGER = Keys.key(9);

  /** Two of two for a release, one of two for a root. */
  static final Root ROOT =
      Keys.root(
          1,
          "2030-01-01T00:00:00Z",
          Map.of(
              Purpose.ROOT,
              Keys.role(1, ROOT_A, ROOT_B),
              Purpose.RELEASE,
              Keys.role(2, RELEASE_A, RELEASE_B),
              Purpose.PERMIT,
              Keys.role(1, PERMIT)),
          ROOT_A,
          ROOT_B,
          RELEASE_A,
          RELEASE_B,
          PERMIT);

  private Archives() {}

  static byte[] jar(String name) {
    return ("the bytes of " + name + "\n").repeat(20).getBytes(UTF_8);
  }

  static BundleEntry bundle(String name) {
    byte[] jar = jar(name);
    return new BundleEntry(
        name,
        "1.0.0",
        "bundles/" + name + "-1.0.0.jar",
        VerifyingKey.sha256(jar),
        jar.length,
        20,
        Swap.BLUE_GREEN);
  }

  static Manifest manifest(long counter) {
    return new Manifest(
        "tidegate-site",
        "tidegate-site",
        "1.0." + counter,
        counter,
        0,
        Instant.parse("2028-01-01T00:00:00Z"),
        new Requires(17, List.of("linux/amd64"), List.of("acme-200"), List.of()),
        List.of(bundle("com.acme.one"), bundle("com.acme.two")),
        List.of(new FeatureEntry("acme", "Stations of ACME", false, List.of("com.acme.one"))),
        new Health(90),
        Optional.of(
            new GuardEntry(
                "com.acme.guard",
                "1.0.0",
                "bundles/com.acme.guard.jar",
                VerifyingKey.sha256(jar("com.acme.guard")),
                jar("com.acme.guard").length,
                "com.acme.guard.processor",
                Map.of("com.acme.one", VerifyingKey.sha256(jar("com.acme.one"))))));
  }

  static SignedRelease signed(Manifest manifest, Signer... signers) throws Refusal {
    SignedDocument document = SignedDocument.unsigned(manifest.write());
    for (Signer signer : signers) {
      document = signer.sign(Purpose.RELEASE, document);
    }
    return SignedRelease.of(document);
  }

  static SignedRelease good(long counter) throws Refusal {
    return signed(manifest(counter), RELEASE_A, RELEASE_B);
  }

  static byte[] archive(SignedRelease release) throws Refusal, IOException {
    Map<String, byte[]> jars = new LinkedHashMap<>();
    Manifest manifest = Manifest.read(release.manifest().bytes());
    manifest.bundles().forEach(b -> jars.put(b.file(), jar(b.symbolicName())));
    manifest.guard().ifPresent(g -> jars.put(g.file(), jar(g.symbolicName())));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReleaseWriter.write(release, (file, to) -> to.write(jars.get(file)), out);
    return out.toByteArray();
  }

  /** Entries of an archive, to be changed and packed again by {@link #zip}. */
  static Map<String, byte[]> entries(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    var in = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(archive));
    for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
      entries.put(e.getName(), in.readAllBytes());
    }
    return entries;
  }

  static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, byte[]> each : entries.entrySet()) {
      ZipEntry entry = new ZipEntry(each.getKey());
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(each.getValue().length);
      CRC32 crc = new CRC32();
      crc.update(each.getValue());
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(each.getValue());
      zip.closeEntry();
    }
    zip.close();
    return out.toByteArray();
  }

  /** As every tool writes it: deflated, lengths behind the entries. */
  static byte[] deflated(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, byte[]> each : entries.entrySet()) {
      zip.putNextEntry(new ZipEntry(each.getKey()));
      zip.write(each.getValue());
      zip.closeEntry();
    }
    zip.close();
    return out.toByteArray();
  }

  /** The same bytes with every occurrence of a text replaced by one as long. */
  static byte[] patched(byte[] archive, String from, String to) {
    if (from.length() != to.length()) {
      throw new AssertionError("not as long");
    }
    String text = new String(archive, java.nio.charset.StandardCharsets.ISO_8859_1);
    return text.replace(from, to).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  static VerifiedRelease verify(byte[] archive, Map<String, Confirmed> confirmed)
      throws Refusal, IOException {
    return verify(archive, HOST, confirmed, NOW);
  }

  static VerifiedRelease verify(
      byte[] archive, Host host, Map<String, Confirmed> confirmed, Instant now)
      throws Refusal, IOException {
    try (ReleaseReader reader = ReleaseReader.of(archive, Limits.RELEASE)) {
      return new ReleaseVerifier(RootChain.pinned(ROOT.write()), host, confirmed)
          .verify(reader, now);
    }
  }

  static SignedRelease withRoots(SignedRelease release, Map<Integer, SignedDocument> roots) {
    return new SignedRelease(release.manifest(), new TreeMap<>(roots), release.permit());
  }

  static SignedRelease withPermit(SignedRelease release, SignedDocument permit) {
    return new SignedRelease(release.manifest(), release.roots(), Optional.of(permit));
  }

  static List<String> names(Map<String, byte[]> entries) {
    return new ArrayList<>(entries.keySet());
  }
}
