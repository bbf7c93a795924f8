package io.tidegate.host.dp.guard;

import io.tidegate.codec.release.BundleEntry;
import io.tidegate.codec.release.Confirmed;
import io.tidegate.codec.release.GuardEntry;
import io.tidegate.codec.release.Host;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.Refusal;
import io.tidegate.codec.release.ReleaseVerifier;
import io.tidegate.codec.release.RootChain;
import io.tidegate.codec.release.Signatures;
import io.tidegate.codec.release.SignedRelease;
import io.tidegate.codec.release.VerifiedRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.osgi.service.deploymentadmin.DeploymentPackage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a package may be installed on this host. */
final class Judge {
  /** What the releases for foreign hosts are made for. */
  static final String PRODUCT = "tidegate-kura";

  /** Longest document, bytes. */
  static final int DOCUMENT = 1 << 20;

  /** Most documents. */
  static final int DOCUMENTS = 128;

  private static final Logger LOG = LoggerFactory.getLogger(Judge.class);
  private static final long MIB = 1 << 20;

  private final Rules rules;
  private final Ledger ledger;
  private final HostBundles bundles;

  Judge(Rules rules, Ledger ledger, HostBundles bundles) {
    this.rules = rules;
    this.ledger = ledger;
    this.bundles = bundles;
  }

  /**
   * Judges it.
   *
   * @param source what the DeploymentAdmin says that it installs
   * @param documents those of the release, by name
   * @throws Refusal for a reason that lies in the release
   * @throws Verdict for one that lies in this host
   * @throws IOException if something cannot be read
   */
  Judgement judge(DeploymentPackage source, SortedMap<String, byte[]> documents, Instant now)
      throws Refusal, Verdict, IOException {
    SignedRelease release = SignedRelease.of(documents);
    String digest = digest(release.manifest().bytes());
    String name = Manifest.read(release.manifest().bytes()).name();
    Map<String, Ledger.Entry> before = ledger.entries();
    // A host that forgets its bundles installs them again at each start, before it knows the time
    // and in any sequence: what was let in once does not become too old or wait for others.
    Optional<Ledger.Entry> same =
        Optional.ofNullable(before.get(name)).filter(entry -> entry.digest().equals(digest));
    Judgement judgement = believed(release, digest, same.map(Ledger.Entry::at).orElse(now), before);
    Listing.check(source, judgement.manifest());
    isWhatWasSigned(judgement.manifest());
    if (same.isEmpty()) {
      hasRoom(judgement.manifest());
      resolves(judgement.manifest());
    } else {
      waitsFor(judgement.manifest())
          .ifPresent(others -> LOG.warn("{} was let in before and waits: {}", name, others));
    }
    return judgement;
  }

  private Judgement believed(
      SignedRelease release, String digest, Instant at, Map<String, Ledger.Entry> before)
      throws Refusal, IOException {
    Manifest claimed = Manifest.read(release.manifest().bytes());
    boolean pinned = Files.exists(rules.root());
    boolean unsigned =
        Signatures.read(release.manifest().signatures()).signatures().isEmpty() || !pinned;
    if (unsigned && rules.unsigned()) {
      return unsigned(claimed, digest, at, before);
    }
    if (!pinned) {
      throw new Refusal(
          Refusal.Code.WRONG_KEY,
          "no keys are pinned: put the root of the keys that you trust into " + rules.root());
    }
    RootChain roots = RootChain.pinned(Files.readAllBytes(rules.root())).followed(ledger.roots());
    Map<String, Confirmed> confirmed = new HashMap<>();
    before.forEach((name, entry) -> confirmed.put(name, entry.confirmed()));
    if (isAgain(before, claimed, digest)) {
      confirmed.remove(claimed.name());
    }
    VerifiedRelease verified = new ReleaseVerifier(roots, host(), confirmed).verify(release, at);
    return new Judgement(
        verified.manifest(), digest, at, verified.roots().newer(), verified.signers());
  }

  private static boolean isAgain(
      Map<String, Ledger.Entry> before, Manifest manifest, String digest) {
    Ledger.Entry entry = before.get(manifest.name());
    return entry != null && entry.digest().equals(digest);
  }

  private Judgement unsigned(
      Manifest manifest, String digest, Instant at, Map<String, Ledger.Entry> before)
      throws Refusal {
    LOG.warn("{} is let in without a signature, as {} says", manifest.name(), Rules.FILE);
    if (!manifest.product().equals(PRODUCT) || host().java() < manifest.requires().java()) {
      throw new Refusal(
          Refusal.Code.WRONG_PRODUCT,
          manifest.name()
              + " is for "
              + manifest.product()
              + " on Java "
              + manifest.requires().java());
    }
    Ledger.Entry entry = before.get(manifest.name());
    if (entry != null && manifest.counter() < entry.confirmed().highest()) {
      throw new Refusal(
          Refusal.Code.REPLAYED,
          manifest.name()
              + " ("
              + manifest.counter()
              + ") is below "
              + entry.confirmed().highest()
              + ", which was let in");
    }
    return new Judgement(manifest, digest, at, new TreeMap<>(), List.of());
  }

  private static Host host() {
    return new Host(
        PRODUCT,
        Runtime.version().feature(),
        Host.platform(System.getProperty("os.name"), System.getProperty("os.arch")),
        "",
        "");
  }

  private void isWhatWasSigned(Manifest manifest) throws Refusal, IOException {
    GuardEntry guard =
        manifest
            .guard()
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Code.BAD_ENTRY, manifest.name() + " is not made for this host"));
    for (BundleEntry bundle : manifest.bundles()) {
      String due = guard.contents().get(bundle.symbolicName());
      if (!bundles.contents(bundle.symbolicName()).equals(due)) {
        throw new Refusal(
            Refusal.Code.TAMPERED,
            bundle.symbolicName()
                + " "
                + bundle.version()
                + " is not the one that was signed, or another of this version was installed"
                + " before");
      }
    }
  }

  private void hasRoom(Manifest manifest) throws Verdict, IOException {
    long needed = rules.diskFreeMib() * MIB;
    for (BundleEntry bundle : manifest.bundles()) {
      needed += bundle.length();
    }
    long free = Files.getFileStore(rules.root().getParent()).getUsableSpace();
    if (free < needed) {
      throw new Verdict(
          "DISK_FULL",
          free / MIB
              + " MiB are free below "
              + rules.root().getParent()
              + ", and "
              + needed / MIB
              + " are needed");
    }
  }

  private Optional<String> waitsFor(Manifest manifest) {
    List<String> names = new ArrayList<>();
    manifest.bundles().forEach(bundle -> names.add(bundle.symbolicName()));
    List<String> sentences = bundles.unresolved(names);
    return sentences.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", sentences));
  }

  private void resolves(Manifest manifest) throws Verdict {
    Optional<String> sentences = waitsFor(manifest);
    if (sentences.isPresent()) {
      throw new Verdict("UNRESOLVABLE", sentences.get());
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
