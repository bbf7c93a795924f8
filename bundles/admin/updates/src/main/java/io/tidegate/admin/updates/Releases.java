package io.tidegate.admin.updates;

import io.tidegate.admin.updates.store.Durable;
import io.tidegate.admin.updates.store.InForce;
import io.tidegate.admin.updates.store.Kind;
import io.tidegate.admin.updates.store.Part;
import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.admin.updates.store.Store;
import io.tidegate.admin.updates.work.Opener;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.codec.release.BundleEntry;
import io.tidegate.codec.release.Confirmed;
import io.tidegate.codec.release.Host;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.Refusal;
import io.tidegate.codec.release.ReleaseRange;
import io.tidegate.codec.release.ReleaseReader;
import io.tidegate.codec.release.ReleaseVerifier;
import io.tidegate.codec.release.RootChain;
import io.tidegate.codec.release.Sentence;
import io.tidegate.codec.release.SignedDocument;
import io.tidegate.codec.release.VerifiedRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Which releases this gateway believes: signed by keys of the root that lies in the distribution's
 * folder {@code lib}, or of one that followed it. The updater's thread.
 */
final class Releases implements Opener {
  private static final String ROOT = "lib/root.json";

  private final Path distribution;
  private final Path folder;
  private final Store store;
  private final Host host;
  private final InstantSource clock;
  private final BiConsumer<String, String> alarm;

  /**
   * @param folder {@code data/updates}
   * @param alarm takes type and detail of a security event
   */
  Releases(
      Path distribution,
      Path folder,
      Host host,
      InstantSource clock,
      BiConsumer<String, String> alarm) {
    this.distribution = distribution;
    this.folder = folder;
    this.store = new Store(folder.resolve("store/sha256"));
    this.host = host;
    this.clock = clock;
    this.alarm = alarm;
  }

  @Override
  public Release open(Path archive, State state) throws UpdateRefusedException, IOException {
    try (ReleaseReader reader = ReleaseReader.open(archive)) {
      VerifiedRelease verified =
          new ReleaseVerifier(roots(), host, confirmed(state)).verify(reader, clock.instant());
      keepRoots(verified.roots());
      Manifest manifest = verified.manifest();
      for (BundleEntry bundle : manifest.bundles()) {
        if (!store.sound(bundle.sha256())) {
          store.put(out -> reader.copy(bundle, out), bundle.sha256(), bundle.length());
        }
      }
      Path documents = folder.resolve("releases").resolve(manifest.name());
      Durable.folder(documents);
      keep(documents.resolve(manifest.counter() + ""), verified.documents().manifest());
      return release(manifest);
    } catch (Refusal e) {
      alarm.accept(event(e.code()), e.getMessage());
      throw new UpdateRefusedException(
          UpdateCode.valueOf(e.code().name()), Sentence.of(e.getMessage()), e);
    }
  }

  /** OCPP's words for it. */
  private static String event(Refusal.Code code) {
    return switch (code) {
      case REPLAYED, EXPIRED, MIXED -> "AttemptedReplayAttacks";
      case WRONG_KEY -> "InvalidFirmwareSigningCertificate";
      default -> "InvalidFirmwareSignature";
    };
  }

  private static Release release(Manifest manifest) {
    return new Release(
        manifest.name(),
        manifest.version(),
        manifest.counter(),
        manifest.minCounter(),
        manifest.health().probationS(),
        manifest.bundles().stream()
            .map(
                b ->
                    new Part(
                        b.symbolicName(),
                        b.version(),
                        b.sha256(),
                        b.level(),
                        Kind.of(b.update().word())))
            .toList(),
        manifest.features().stream()
            .map(f -> new Release.Feature(f.name(), f.summary(), f.fixed(), f.bundles()))
            .toList());
  }

  private Map<String, Confirmed> confirmed(State state) throws IOException, Refusal {
    Map<String, Confirmed> confirmed = new HashMap<>();
    confirmed.put(host.product(), Confirmed.of(0));
    for (InForce each : state.releases()) {
      Release release = each.release();
      confirmed.put(
          release.name(),
          new Confirmed(release.counter(), each.highest(), each.floor(), required(release)));
    }
    return confirmed;
  }

  @Override
  public List<ReleaseRange> needs(Release release) throws IOException {
    try {
      return required(release);
    } catch (Refusal e) {
      throw new IOException(
          "what was kept of release " + release.name() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private List<ReleaseRange> required(Release release) throws IOException, Refusal {
    Path documents = folder.resolve("releases").resolve(release.name());
    Path manifest = documents.resolve(release.counter() + ".json");
    return Files.isRegularFile(manifest)
        ? Manifest.read(Files.readAllBytes(manifest)).requires().releases()
        : List.of();
  }

  private RootChain roots() throws IOException, Refusal {
    Path pinned = distribution.resolve(ROOT);
    if (!Files.isRegularFile(pinned)) {
      return RootChain.empty();
    }
    TreeMap<Integer, SignedDocument> newer = new TreeMap<>();
    Path kept = folder.resolve("roots");
    for (int n = 2; Files.isRegularFile(kept.resolve(n + ".json")); n++) {
      newer.put(
          n,
          new SignedDocument(
              Files.readAllBytes(kept.resolve(n + ".json")),
              Files.readAllBytes(kept.resolve(n + ".sig.json"))));
    }
    return RootChain.pinned(Files.readAllBytes(pinned)).followed(newer);
  }

  private void keepRoots(RootChain chain) throws IOException {
    Path kept = folder.resolve("roots");
    for (Map.Entry<Integer, SignedDocument> root : chain.newer().entrySet()) {
      if (!Files.isRegularFile(kept.resolve(root.getKey() + ".json"))) {
        Durable.folder(kept);
        keep(kept.resolve(root.getKey() + ""), root.getValue());
      }
    }
  }

  /** The signatures first: a document without them must not be found. */
  private static void keep(Path stem, SignedDocument document) throws IOException {
    Durable.write(stem.resolveSibling(stem.getFileName() + ".sig.json"), document.signatures());
    Durable.write(stem.resolveSibling(stem.getFileName() + ".json"), document.bytes());
  }
}
