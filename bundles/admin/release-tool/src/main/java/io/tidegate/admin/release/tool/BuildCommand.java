package io.tidegate.admin.release.tool;

import io.tidegate.codec.release.BundleEntry;
import io.tidegate.codec.release.ContentDigest;
import io.tidegate.codec.release.FeatureEntry;
import io.tidegate.codec.release.GuardEntry;
import io.tidegate.codec.release.Health;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.Refusal;
import io.tidegate.codec.release.ReleaseRange;
import io.tidegate.codec.release.ReleaseWriter;
import io.tidegate.codec.release.Requires;
import io.tidegate.codec.release.SignedDocument;
import io.tidegate.codec.release.SignedRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code tidegate release build}. */
final class BuildCommand {
  private static final Pattern NEED = Pattern.compile("([a-z0-9.-]+):(\\d{1,16})(-(\\d{1,16}))?");
  private static final Pattern ROOT = Pattern.compile("([1-9]\\d{0,5})\\.json");

  private final Words words;
  private final Report report;

  BuildCommand(Words words, Report report) {
    this.words = words;
    this.report = report;
  }

  int run() throws WrongUse, IOException, Refusal {
    Path file = words.file("-o").orElseThrow(() -> new WrongUse("-o is missing"));
    Optional<Path> folder = words.file("--bundles");
    Optional<Path> distribution = words.file("--from-distribution");
    if (folder.isPresent() == distribution.isPresent()) {
      throw new WrongUse("either --bundles or --from-distribution");
    }
    BundleFiles bundles =
        BundleFiles.in(folder.orElseGet(() -> distribution.orElseThrow().resolve("bundle")));
    Map<String, Path> files = bundles.files();
    Optional<GuardEntry> guard = guard(bundles, files);
    SortedMap<Integer, SignedDocument> roots = roots();
    String name = words.required("--name");
    List<FeatureEntry> features = features(name, bundles.entries(), distribution);
    Manifest manifest = manifest(name, bundles.entries(), features, guard);
    words.none();
    SignedRelease release =
        new SignedRelease(SignedDocument.unsigned(manifest.write()), roots, Optional.empty());
    Drafts.write(
        file,
        to ->
            ReleaseWriter.write(release, (entry, into) -> Files.copy(files.get(entry), into), to));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("release", manifest.name());
    fields.put("version", manifest.version());
    fields.put("counter", manifest.counter());
    fields.put("bundles", manifest.bundles().size());
    fields.put("features", manifest.features().stream().map(FeatureEntry::name).toList());
    fields.put("bytes", Files.size(file));
    fields.put("file", words.typed(file));
    report.print(fields);
    return 0;
  }

  private List<FeatureEntry> features(
      String name, List<BundleEntry> bundles, Optional<Path> distribution)
      throws WrongUse, IOException, Refusal {
    Optional<Path> listed = words.file("--features");
    Optional<String> whole = words.option("--feature");
    if (whole.isPresent()) {
      if (listed.isPresent()) {
        throw new WrongUse("either --feature or --features");
      }
      List<String> all = bundles.stream().map(BundleEntry::symbolicName).toList();
      return List.of(new FeatureEntry(name, whole.get(), false, all));
    }
    if (listed.isEmpty()) {
      listed = distribution.map(d -> d.resolve("features")).filter(Files::isDirectory);
    }
    return listed.isPresent() ? FeatureFiles.read(listed.get(), bundles) : List.of();
  }

  private Manifest manifest(
      String name,
      List<BundleEntry> bundles,
      List<FeatureEntry> features,
      Optional<GuardEntry> guard)
      throws WrongUse {
    Instant expires = words.expiry();
    int probation = words.count("--probation").orElse(Health.DEFAULT.probationS());
    return new Manifest(
        name,
        words.option("--product").orElse("tidegate-site"),
        words.required("--version"),
        words.number("--counter").orElseThrow(() -> new WrongUse("--counter is missing")),
        words.number("--min-counter").orElse(0L),
        expires,
        requires(),
        bundles,
        features,
        new Health(probation),
        guard);
  }

  private Requires requires() throws WrongUse {
    List<ReleaseRange> releases = new ArrayList<>();
    for (String need : words.options("--needs")) {
      Matcher matcher = NEED.matcher(need);
      if (!matcher.matches()) {
        throw new WrongUse("--needs NAME:COUNTER or NAME:COUNTER-COUNTER, not " + need);
      }
      String most = matcher.group(4);
      releases.add(
          new ReleaseRange(
              matcher.group(1),
              Long.parseLong(matcher.group(2)),
              most == null ? Long.MAX_VALUE : Long.parseLong(most)));
    }
    return new Requires(
        words.count("--java").orElse(Requires.NOTHING.java()),
        words.options("--platform"),
        words.options("--hardware-profile"),
        releases);
  }

  private Optional<GuardEntry> guard(BundleFiles bundles, Map<String, Path> files)
      throws WrongUse, IOException {
    Optional<Path> file = words.file("--guard");
    Optional<String> processor = words.option("--processor");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    BundleFiles.Jar jar = BundleFiles.Jar.of(file.get());
    Map<String, String> contents = new TreeMap<>();
    for (BundleEntry bundle : bundles.entries()) {
      contents.put(bundle.symbolicName(), ContentDigest.of(files.get(bundle.file())));
    }
    String entry = BundleFiles.entry(jar);
    files.put(entry, file.get());
    return Optional.of(
        new GuardEntry(
            jar.symbolicName(),
            jar.version(),
            entry,
            BundleFiles.sha256(file.get()),
            Files.size(file.get()),
            processor.orElse(jar.symbolicName()),
            contents));
  }

  private SortedMap<Integer, SignedDocument> roots() throws WrongUse, IOException {
    SortedMap<Integer, SignedDocument> roots = new TreeMap<>();
    Optional<Path> folder = words.file("--roots");
    if (folder.isPresent()) {
      try (Stream<Path> children = Files.list(folder.get())) {
        for (Path file : children.toList()) {
          Matcher matcher = ROOT.matcher(file.getFileName().toString());
          if (matcher.matches()) {
            roots.put(Integer.parseInt(matcher.group(1)), RootCommands.read(file));
          }
        }
      }
    }
    return roots;
  }
}
