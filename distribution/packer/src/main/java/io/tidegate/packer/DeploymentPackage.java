package io.tidegate.packer;

import io.tidegate.codec.release.BundleEntry;
import io.tidegate.codec.release.ContentDigest;
import io.tidegate.codec.release.GuardEntry;
import io.tidegate.codec.release.Health;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.Purpose;
import io.tidegate.codec.release.Refusal;
import io.tidegate.codec.release.ReleaseRange;
import io.tidegate.codec.release.ReleaseWriter;
import io.tidegate.codec.release.Requires;
import io.tidegate.codec.release.SignedDocument;
import io.tidegate.codec.release.SignedRelease;
import io.tidegate.codec.release.Signer;
import io.tidegate.codec.release.Swap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A release as a deployment package: its bundles, and a guard with a name of its own, since a
 * DeploymentAdmin lets no package use the guard of another.
 */
public final class DeploymentPackage {
  /** What all others import from. */
  public static final String CORE = "tidegate-core";

  private static final String PRODUCT = "tidegate-kura";
  private static final String GUARD = "io.tidegate.host.dp.guard";
  private static final int JAVA = 17;
  private static final int PROBATION_S = 120;

  private final String name;
  private final Edition edition;
  private final Map<String, Path> files = new TreeMap<>();

  private DeploymentPackage(String name, Edition edition) {
    this.name = name;
    this.edition = edition;
  }

  /**
   * Writes one.
   *
   * @param guard bundle of {@code host/dp-guard}
   * @param bundles as they are to be shipped
   * @param work folder for the guard's copy
   * @return the file: {@code NAME-VERSION.dp}, or {@code NAME-VERSION-unsigned.dp}
   */
  static Path write(
      String name, Edition edition, BundleJar guard, List<Plan.Placed> bundles, Path work, Path to)
      throws IOException {
    try {
      return new DeploymentPackage(name, edition).write(guard, bundles, work, to);
    } catch (Refusal e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  private Path write(BundleJar guard, List<Plan.Placed> bundles, Path work, Path to)
      throws IOException, Refusal {
    List<BundleEntry> entries = new ArrayList<>();
    Map<String, String> contents = new TreeMap<>();
    for (Plan.Placed placed : bundles) {
      BundleJar bundle = placed.bundle();
      entries.add(
          new BundleEntry(
              bundle.symbolicName(),
              bundle.version(),
              file(bundle),
              sha256(bundle.file()),
              Files.size(bundle.file()),
              placed.level(),
              Swap.ofWord(bundle.update()).orElse(Swap.IN_PLACE)));
      contents.put(bundle.symbolicName(), ContentDigest.of(bundle.file()));
    }
    Manifest manifest =
        new Manifest(
            name,
            PRODUCT,
            edition.version(),
            edition.counter(),
            0,
            edition.expires(),
            new Requires(JAVA, List.of(), List.of(), requires()),
            entries,
            List.of(),
            new Health(PROBATION_S),
            Optional.of(guard(guard, contents, work)));
    SignedDocument document = SignedDocument.unsigned(manifest.write());
    for (Signer signer : edition.signers()) {
      document = signer.sign(Purpose.RELEASE, document);
    }
    String suffix = edition.signers().isEmpty() ? "-unsigned.dp" : ".dp";
    Path file = to.resolve(name + "-" + edition.version() + suffix);
    try (OutputStream out = Files.newOutputStream(file)) {
      ReleaseWriter.write(
          SignedRelease.of(document), (entry, target) -> Files.copy(files.get(entry), target), out);
    }
    return file;
  }

  private List<ReleaseRange> requires() {
    return name.equals(CORE)
        ? List.of()
        : List.of(new ReleaseRange(CORE, edition.coreCounter(), Long.MAX_VALUE));
  }

  private GuardEntry guard(BundleJar guard, Map<String, String> contents, Path work)
      throws IOException {
    String own = GUARD + "." + name.replaceFirst("^tidegate-", "").replace('-', '.');
    Path file = work.resolve(own + "-" + guard.version() + ".jar");
    JarCopy.copy(
        guard.file(),
        List.of(),
        file,
        main -> {
          main.putValue("Bundle-SymbolicName", own);
          main.putValue("Deployment-ProvidesResourceProcessor", own);
        });
    BundleJar copy = BundleJar.read(file);
    return new GuardEntry(
        own, copy.version(), file(copy), sha256(file), Files.size(file), own, contents);
  }

  private String file(BundleJar bundle) {
    String entry = "bundles/" + bundle.symbolicName() + ".jar";
    files.put(entry, bundle.file());
    return entry;
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
