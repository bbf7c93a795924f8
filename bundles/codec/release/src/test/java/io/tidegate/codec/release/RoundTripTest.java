package io.tidegate.codec.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Any release that can be written is read as itself, and any byte that changes is noticed. */
class RoundTripTest {
  private final Random random = new Random(20270301);

  private String word(int most, String letters) {
    StringBuilder word = new StringBuilder("a");
    for (int i = random.nextInt(most); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  private String name() {
    return word(60, "abcxyz0189.-");
  }

  private Manifest manifest() {
    List<BundleEntry> bundles = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      BundleEntry b = Archives.bundle("b" + i + "." + word(20, "abcXYZ019_-"));
      Swap swap = Swap.values()[random.nextInt(3)];
      bundles.add(
          new BundleEntry(
              b.symbolicName(), b.version(), b.file(), b.sha256(), b.length(), 1 + i, swap));
    }
    List<FeatureEntry> features = new ArrayList<>();
    if (!bundles.isEmpty()) {
      features.add(
          new FeatureEntry(
              name(),
              word(100, "ab \"\\/é"),
              random.nextBoolean(),
              List.of(bundles.get(0).symbolicName())));
    }
    long counter = 1 + (random.nextLong() >>> 12);
    List<ReleaseRange> others =
        random.nextBoolean()
            ? List.of()
            : List.of(
                new ReleaseRange("other", random.nextInt(9), Long.MAX_VALUE),
                new ReleaseRange("another", 1, 1 + random.nextInt(9)));
    return new Manifest(
        name(),
        "tidegate-site",
        "1." + random.nextInt(99) + ".0." + word(10, "abc-_1"),
        counter,
        random.nextBoolean() ? 0 : counter,
        Instant.ofEpochSecond(1_900_000_000L + random.nextInt(1_000_000_000)),
        new Requires(1 + random.nextInt(17), List.of("linux/amd64"), List.of(), others),
        bundles,
        features,
        new Health(1 + random.nextInt(86_400)),
        Optional.empty());
  }

  @Test
  void readsAnyManifestAsItWasWritten() throws Exception {
    for (int i = 0; i < 500; i++) {
      Manifest manifest = manifest();
      assertThat(Manifest.read(manifest.write())).isEqualTo(manifest);
    }
  }

  @Test
  void believesAnyReleaseThatWasSigned() throws Exception {
    for (int i = 0; i < 10; i++) {
      Manifest manifest = manifest();
      byte[] archive =
          Archives.archive(Archives.signed(manifest, Archives.RELEASE_A, Archives.RELEASE_B));
      Map<String, Confirmed> others = Map.of("other", Confirmed.of(9), "another", Confirmed.of(1));
      assertThat(Archives.verify(archive, others).manifest()).isEqualTo(manifest);
    }
  }

  @Test
  void noticesAnyByteThatChanges() throws Exception {
    byte[] whole = Archives.archive(Archives.good(4));
    List<Integer> unnoticed = new ArrayList<>();
    for (int at = 0; at < whole.length; at += 23) {
      byte[] changed = whole.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));
      try {
        VerifiedRelease release = Archives.verify(changed, Map.of());
        assertThat(release.manifest()).isEqualTo(Archives.manifest(4));
        unnoticed.add(at);
      } catch (Refusal e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    // versions, times and attributes that ZIP notes of an entry, twice each: nobody goes by them
    int perEntry = 2 + 4 + 2 + 2 + 4 + 2 + 4;
    assertThat(unnoticed).hasSizeLessThanOrEqualTo(Archives.entries(whole).size() * perEntry / 10);
  }
}
