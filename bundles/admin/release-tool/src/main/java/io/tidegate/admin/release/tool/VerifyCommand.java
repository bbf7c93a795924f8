package io.tidegate.admin.release.tool;

import io.tidegate.codec.release.BundleEntry;
import io.tidegate.codec.release.Confirmed;
import io.tidegate.codec.release.FeatureEntry;
import io.tidegate.codec.release.Host;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.Permit;
import io.tidegate.codec.release.Refusal;
import io.tidegate.codec.release.ReleaseRange;
import io.tidegate.codec.release.ReleaseReader;
import io.tidegate.codec.release.ReleaseVerifier;
import io.tidegate.codec.release.RootChain;
import io.tidegate.codec.release.Sentence;
import io.tidegate.codec.release.Signatures;
import io.tidegate.codec.release.SignedDocument;
import io.tidegate.codec.release.SignedRelease;
import io.tidegate.codec.release.VerifiedRelease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code tidegate release verify} and {@code show}. */
final class VerifyCommand {
  private static final Pattern CONFIRMED = Pattern.compile("([a-z0-9.-]+):(\\d{1,16})");

  private final Words words;
  private final Report report;
  private final InstantSource clock;

  VerifyCommand(Words words, Report report, InstantSource clock) {
    this.words = words;
    this.report = report;
    this.clock = clock;
  }

  /** What documents say of themselves. */
  static Map<String, Object> described(SignedRelease release) throws Refusal {
    Manifest manifest = Manifest.read(release.manifest().bytes());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("release", manifest.name());
    fields.put("version", manifest.version());
    fields.put("counter", manifest.counter());
    fields.put("product", manifest.product());
    fields.put("expires", manifest.expires());
    fields.put(
        "signed",
        Signatures.read(release.manifest().signatures()).signatures().stream()
            .map(Signatures.One::key)
            .toList());
    if (!release.roots().isEmpty()) {
      fields.put("roots", release.roots().keySet());
    }
    if (release.permit().isPresent()) {
      fields.put("permit", true);
      permit(release.permit().get(), fields);
    }
    return fields;
  }

  /** One that cannot be read matters only where it is needed: the verifier says so then. */
  private static void permit(SignedDocument document, Map<String, Object> fields) {
    try {
      Permit permit = Permit.read(document.bytes());
      fields.put("permitDevice", permit.device());
      fields.put("permitExpires", permit.expires());
    } catch (Refusal refusal) {
      fields.put("permitFault", refusal.getMessage());
    }
  }

  int show() throws WrongUse, IOException, Refusal {
    for (Path file : words.rest()) {
      try (ReleaseReader archive = ReleaseReader.open(file)) {
        SignedRelease release = archive.documents();
        Manifest manifest = Manifest.read(release.manifest().bytes());
        Map<String, Object> fields = new LinkedHashMap<>(described(release));
        fields.put("java", manifest.requires().java());
        fields.put("platforms", manifest.requires().platforms());
        fields.put("hardwareProfiles", manifest.requires().hardwareProfiles());
        fields.put(
            "needs", manifest.requires().releases().stream().map(ReleaseRange::toString).toList());
        fields.put("probationS", manifest.health().probationS());
        fields.put("features", manifest.features().stream().map(FeatureEntry::name).toList());
        fields.put("bundles", manifest.bundles().stream().map(VerifyCommand::bundle).toList());
        report.print(fields);
      }
    }
    return 0;
  }

  private static Map<String, Object> bundle(BundleEntry bundle) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("symbolicName", bundle.symbolicName());
    fields.put("version", bundle.version());
    fields.put("level", bundle.level());
    fields.put("update", bundle.update().word());
    fields.put("bytes", bundle.length());
    fields.put("sha256", bundle.sha256());
    return fields;
  }

  int verify() throws WrongUse, IOException {
    Path root = words.file("--root").orElseThrow(() -> new WrongUse("--root is missing"));
    Instant at = words.time("--at").orElse(clock.instant());
    Facts facts =
        new Facts(
            words.option("--product"),
            words.count("--java"),
            words.option("--platform"),
            words.option("--hardware-profile"),
            words.option("--device").orElse(""));
    Map<String, Confirmed> confirmed = confirmed();
    Path file = words.only();
    RootChain pinned;
    try {
      pinned = RootChain.pinned(Documents.read(root));
    } catch (Refusal refusal) {
      throw new IOException(RootCommands.named(root, refusal).getMessage(), refusal);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("release", file.getFileName().toString());
    try (ReleaseReader archive = ReleaseReader.open(file)) {
      SignedRelease documents = archive.documents();
      Host host = facts.host(documents);
      VerifiedRelease release = new ReleaseVerifier(pinned, host, confirmed).verify(archive, at);
      fields.putAll(described(documents));
      fields.put("good", true);
      fields.put("signed", release.signers());
      fields.put("downgrade", release.downgrade());
      fields.put("file", words.typed(file));
      report.print(fields);
      return 0;
    } catch (Refusal refusal) {
      fields.put("good", false);
      fields.put("code", refusal.code());
      fields.put("reason", Sentence.of(refusal.getMessage()));
      report.print(fields);
      return 1;
    }
  }

  private Map<String, Confirmed> confirmed() throws WrongUse {
    Map<String, Confirmed> confirmed = new HashMap<>();
    for (String word : words.options("--confirmed")) {
      Matcher matcher = CONFIRMED.matcher(word);
      if (!matcher.matches()) {
        throw new WrongUse("--confirmed NAME:COUNTER, not " + word);
      }
      confirmed.put(matcher.group(1), Confirmed.of(Long.parseLong(matcher.group(2))));
    }
    return confirmed;
  }

  /** What was said of the gateway; the rest is as the release wants it. */
  private record Facts(
      Optional<String> product,
      Optional<Integer> java,
      Optional<String> platform,
      Optional<String> hardwareProfile,
      String device) {
    Host host(SignedRelease release) {
      Optional<Manifest> wanted;
      try {
        wanted = Optional.of(Manifest.read(release.manifest().bytes()));
      } catch (Refusal refusal) {
        wanted = Optional.empty(); // the verifier says so, once it has asked for signatures
      }
      return new Host(
          product.orElse(wanted.map(Manifest::product).orElse("")),
          java.orElse(Integer.MAX_VALUE),
          platform.orElse(first(wanted.map(m -> m.requires().platforms()))),
          hardwareProfile.orElse(first(wanted.map(m -> m.requires().hardwareProfiles()))),
          device);
    }

    private static String first(Optional<List<String>> names) {
      return names.filter(n -> !n.isEmpty()).map(n -> n.get(0)).orElse("");
    }
  }
}
