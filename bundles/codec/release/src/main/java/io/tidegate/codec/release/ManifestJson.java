package io.tidegate.codec.release;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Manifests from and to JSON. */
final class ManifestJson {
  private static final int MOST_BUNDLES = 900;
  private static final int MOST_FEATURES = 200;
  private static final int MOST = 64;

  private ManifestJson() {}

  static Manifest read(byte[] json) throws Refusal {
    Fields in = new Fields(Parts.MANIFEST, Json.read(Parts.MANIFEST, json));
    in.format();
    Manifest manifest =
        new Manifest(
            in.text("name", Names.NAME, Names.A_NAME),
            in.text("product", Names.NAME, Names.A_NAME),
            in.text("version", Names.VERSION, Names.A_VERSION),
            in.number("counter", 1, Fields.MOST),
            in.number("minCounter", 0, Fields.MOST, OptionalLong.of(0)),
            in.time("expires"),
            in.has("requires") ? requires(in.object("requires")) : Requires.NOTHING,
            bundles(in),
            features(in),
            in.has("health") ? health(in.object("health")) : Health.DEFAULT,
            in.has("guard") ? Optional.of(guard(in.object("guard"))) : Optional.empty());
    in.end();
    check(in, manifest);
    return manifest;
  }

  private static void check(Fields in, Manifest manifest) throws Refusal {
    if (manifest.minCounter() > manifest.counter()) {
      throw in.wrong("minCounter", "no more than the counter");
    }
    Set<String> names = new HashSet<>();
    Set<String> files = new HashSet<>();
    for (BundleEntry bundle : manifest.bundles()) {
      if (!names.add(bundle.symbolicName()) || !files.add(bundle.file().toLowerCase(Locale.ROOT))) {
        throw in.wrong("bundles", "each symbolic name and each file once");
      }
    }
    Set<String> features = new HashSet<>();
    for (FeatureEntry feature : manifest.features()) {
      if (!features.add(feature.name()) || !names.containsAll(feature.bundles())) {
        throw in.wrong("features", "each name once, of bundles of this release");
      }
    }
    if (manifest.guard().isPresent()) {
      GuardEntry guard = manifest.guard().get();
      if (!names.containsAll(guard.contents().keySet())) {
        throw in.wrong("guard", "contents of bundles of this release");
      }
      if (!names.add(guard.symbolicName()) || !files.add(guard.file().toLowerCase(Locale.ROOT))) {
        throw in.wrong("guard", "a bundle that is not among the others");
      }
    }
  }

  private static Requires requires(Fields in) throws Refusal {
    List<ReleaseRange> releases = new ArrayList<>();
    for (Fields each : in.has("releases") ? in.objects("releases", MOST) : List.<Fields>of()) {
      releases.add(
          new ReleaseRange(
              each.text("name", Names.NAME, Names.A_NAME),
              each.number("minCounter", 0, Fields.MOST),
              each.number("maxCounter", 0, Fields.MOST, OptionalLong.of(Long.MAX_VALUE))));
      each.end();
    }
    Requires requires =
        new Requires(
            (int) in.number("java", 1, 1000, OptionalLong.of(Requires.NOTHING.java())),
            in.texts("platforms", MOST, Names.PLATFORM, Names.A_PLATFORM),
            in.texts("hardwareProfiles", MOST, Names.NAME, Names.A_NAME),
            releases);
    in.end();
    return requires;
  }

  private static Health health(Fields in) throws Refusal {
    Health health = new Health((int) in.number("probationS", 1, 86_400));
    in.end();
    return health;
  }

  private static List<BundleEntry> bundles(Fields in) throws Refusal {
    List<BundleEntry> bundles = new ArrayList<>();
    for (Fields each : in.objects("bundles", MOST_BUNDLES)) {
      String update = each.text("update", Names.NAME, "blue-green, in-place or restart");
      bundles.add(
          new BundleEntry(
              each.text("symbolicName", Names.SYMBOLIC, Names.A_SYMBOLIC_NAME),
              each.text("version", Names.VERSION, Names.A_VERSION),
              each.text("file", Names.FILE, Names.A_FILE),
              each.text("sha256", Names.DIGEST, Names.A_DIGEST),
              each.number("length", 1, Limits.RELEASE.entry()),
              (int) each.number("level", 1, 100),
              Swap.ofWord(update)
                  .orElseThrow(() -> each.wrong("update", "blue-green, in-place or restart"))));
      each.end();
    }
    return bundles;
  }

  private static GuardEntry guard(Fields in) throws Refusal {
    GuardEntry guard =
        new GuardEntry(
            in.text("symbolicName", Names.SYMBOLIC, Names.A_SYMBOLIC_NAME),
            in.text("version", Names.VERSION, Names.A_VERSION),
            in.text("file", Names.FILE, Names.A_FILE),
            in.text("sha256", Names.DIGEST, Names.A_DIGEST),
            in.number("length", 1, Limits.RELEASE.entry()),
            in.text("processor", Names.SYMBOLIC, "the PID of a resource processor"),
            contents(in));
    in.end();
    return guard;
  }

  private static Map<String, String> contents(Fields in) throws Refusal {
    Map<String, String> contents = new LinkedHashMap<>();
    for (Fields each : in.objects("contents", MOST_BUNDLES)) {
      String name = each.text("symbolicName", Names.SYMBOLIC, Names.A_SYMBOLIC_NAME);
      if (contents.put(name, each.text("sha256", Names.DIGEST, Names.A_DIGEST)) != null) {
        throw each.wrong("symbolicName", "each bundle once");
      }
      each.end();
    }
    return contents;
  }

  static List<FeatureEntry> features(Fields in) throws Refusal {
    List<FeatureEntry> features = new ArrayList<>();
    for (Fields each :
        in.has("features") ? in.objects("features", MOST_FEATURES) : List.<Fields>of()) {
      features.add(
          new FeatureEntry(
              each.text("name", Names.NAME, Names.A_NAME),
              each.text("summary", Names.SENTENCE, Names.A_SENTENCE),
              each.flag("fixed"),
              each.texts("bundles", MOST_BUNDLES, Names.SYMBOLIC, Names.A_SYMBOLIC_NAME)));
      each.end();
    }
    return features;
  }

  static byte[] write(Manifest manifest) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("formatVersion", 1);
    out.put("name", manifest.name());
    out.put("product", manifest.product());
    out.put("version", manifest.version());
    out.put("counter", manifest.counter());
    out.put("minCounter", manifest.minCounter());
    out.put("expires", manifest.expires().truncatedTo(ChronoUnit.SECONDS).toString());
    out.put("requires", requires(manifest.requires()));
    out.put("health", Map.of("probationS", manifest.health().probationS()));
    manifest.guard().ifPresent(guard -> out.put("guard", guard(guard)));
    out.put("features", manifest.features().stream().map(ManifestJson::feature).toList());
    out.put("bundles", manifest.bundles().stream().map(ManifestJson::bundle).toList());
    return JsonText.of(out);
  }

  private static Map<String, Object> requires(Requires requires) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("java", requires.java());
    out.put("platforms", requires.platforms());
    out.put("hardwareProfiles", requires.hardwareProfiles());
    out.put("releases", requires.releases().stream().map(ManifestJson::range).toList());
    return out;
  }

  private static Map<String, Object> range(ReleaseRange range) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", range.name());
    out.put("minCounter", range.minCounter());
    if (range.maxCounter() != Long.MAX_VALUE) {
      out.put("maxCounter", range.maxCounter());
    }
    return out;
  }

  private static Map<String, Object> guard(GuardEntry guard) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("symbolicName", guard.symbolicName());
    out.put("version", guard.version());
    out.put("file", guard.file());
    out.put("sha256", guard.sha256());
    out.put("length", guard.length());
    out.put("processor", guard.processor());
    List<Map<String, Object>> contents = new ArrayList<>();
    new TreeMap<>(guard.contents())
        .forEach(
            (bundle, digest) -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("symbolicName", bundle);
              one.put("sha256", digest);
              contents.add(one);
            });
    out.put("contents", contents);
    return out;
  }

  private static Map<String, Object> feature(FeatureEntry feature) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("name", feature.name());
    out.put("summary", feature.summary());
    out.put("fixed", feature.fixed());
    out.put("bundles", feature.bundles());
    return out;
  }

  private static Map<String, Object> bundle(BundleEntry bundle) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("symbolicName", bundle.symbolicName());
    out.put("version", bundle.version());
    out.put("file", bundle.file());
    out.put("sha256", bundle.sha256());
    out.put("length", bundle.length());
    out.put("level", bundle.level());
    out.put("update", bundle.update().word());
    return out;
  }
}
