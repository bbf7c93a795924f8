package io.tidegate.codec.release;

import static io.tidegate.codec.release.Archives.archive;
import static io.tidegate.codec.release.Archives.entries;
import static io.tidegate.codec.release.Archives.good;
import static io.tidegate.codec.release.Archives.manifest;
import static io.tidegate.codec.release.Archives.patched;
import static io.tidegate.codec.release.Archives.verify;
import static io.tidegate.codec.release.Archives.zip;
import static io.tidegate.codec.release.Verdicts.AT_THREE;
import static io.tidegate.codec.release.Verdicts.refused;
import static io.tidegate.codec.release.Verdicts.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What somebody may try with the archive of a release, and what is said to it. */
class ArchiveAttacksTest {
  // 6: truncated

  @Test
  void refusesAnArchiveCutShortAnywhere() throws Exception {
    byte[] whole = archive(good(4));
    for (int length = 0; length < whole.length; length += length < 200 ? 1 : 37) {
      byte[] cut = Arrays.copyOf(whole, length);
      refused(Refusal.Code.TRUNCATED, "", cut);
    }
  }

  @Test
  void refusesAnArchiveWithoutOneOfItsParts() throws Exception {
    byte[] whole = archive(good(4));
    for (String part :
        List.of("META-INF/MANIFEST.MF", "bundles/com.acme.two-1.0.0.jar", "release.json")) {
      Map<String, byte[]> entries = entries(whole);
      entries.remove(part);
      if (part.equals("release.json")) {
        entries.remove("META-INF/MANIFEST.MF");
      }
      refused(Refusal.Code.TRUNCATED, part, zip(entries));
    }
  }

  @Test
  void refusesBytesBehindOrBeforeOrBetween() throws Exception {
    byte[] whole = archive(good(4));
    byte[] behind = Arrays.copyOf(whole, whole.length + 1);
    refused(Refusal.Code.TRUNCATED, "damaged", behind);
    byte[] before = new byte[whole.length + 4];
    System.arraycopy(whole, 0, before, 4, whole.length);
    refused(Refusal.Code.TRUNCATED, "damaged", before);
  }

  // 7: a bundle swapped

  @Test
  void refusesASwappedBundle() throws Exception {
    byte[] swapped =
        with(archive(good(4)), "bundles/com.acme.two-1.0.0.jar", "evil".getBytes(UTF_8));
    refused(Refusal.Code.TAMPERED, "com.acme.two-1.0.0.jar is not the one", swapped);
  }

  @Test
  void refusesASwappedGuard() throws Exception {
    byte[] swapped = with(archive(good(4)), "bundles/com.acme.guard.jar", "evil".getBytes(UTF_8));
    refused(Refusal.Code.TAMPERED, "com.acme.guard.jar is not the one", swapped);
  }

  @Test
  void refusesAChangedManifest() throws Exception {
    refused(
        Refusal.Code.TAMPERED,
        "damaged",
        patched(archive(good(4)), "\"counter\": 4", "\"counter\": 9"));
    byte[] whole = archive(good(4));
    String json = new String(entries(whole).get("release.json"), UTF_8);
    refused(
        Refusal.Code.TAMPERED,
        "not what was signed",
        with(
            whole,
            "release.json",
            json.replace("\"counter\": 4", "\"counter\": 9").getBytes(UTF_8)));
  }

  @Test
  void refusesAPackageThatTellsOfOtherBundles() throws Exception {
    byte[] whole = archive(good(4));
    String told = new String(entries(whole).get("META-INF/MANIFEST.MF"), UTF_8);
    for (String[] change :
        List.of(
            new String[] {"com.acme.two\r\n", "com.acme.six\r\n"},
            new String[] {"DeploymentPackage-Customizer: true\r\n", ""},
            new String[] {"DeploymentPackage-Version: 1.0.4", "DeploymentPackage-Version: 1.0.5"},
            new String[] {
              "DeploymentPackage-ManifestVersion: 1",
              "DeploymentPackage-FixPack: [1,2)\r\nDeploymentPackage-ManifestVersion: 1"
            })) {
      assertThat(told).contains(change[0]);
      refused(
          Refusal.Code.BAD_ENTRY,
          "META-INF/MANIFEST.MF tells of",
          () ->
              verify(
                  with(
                      whole,
                      "META-INF/MANIFEST.MF",
                      told.replace(change[0], change[1]).getBytes(UTF_8)),
                  AT_THREE));
    }
  }

  // 8: path traversal

  @Test
  void refusesNamesThatLeadOut() throws Exception {
    for (String name :
        List.of(
            "../../../etc/passwd",
            "bundles/../../x.jar",
            "/etc/passwd",
            "bundles//x.jar",
            "bundles/./x.jar",
            "..",
            "C:/x.jar",
            "bundles\\..\\x.jar",
            "bundles/x\u0001.jar",
            "bundles/x .jar",
            "bundles/\u00e9.jar",
            "b".repeat(256))) {
      refused(Refusal.Code.BAD_ENTRY, "", with(archive(good(4)), name, new byte[1]));
    }
  }

  @Test
  void refusesAManifestThatNamesAFileElsewhere() throws Exception {
    String json = new String(manifest(4).write(), UTF_8);
    for (String file :
        List.of("../x.jar", "bundles/../x.jar", "/bundles/x.jar", "bundles/x/y.jar")) {
      String led = json.replace("bundles/com.acme.two-1.0.0.jar", file);
      refused(Refusal.Code.BAD_ENTRY, "bundles[1], file", () -> Manifest.read(led.getBytes(UTF_8)));
    }
  }

  @Test
  void refusesAnEntryThatIsThereTwice() throws Exception {
    byte[] two = with(archive(good(4)), "bundles/com.acme.twx-1.0.0.jar", "evil".getBytes(UTF_8));
    refused(Refusal.Code.BAD_ENTRY, "there twice", patched(two, "com.acme.twx", "com.acme.two"));
    refused(Refusal.Code.BAD_ENTRY, "there twice", patched(two, "com.acme.twx", "com.acme.TWO"));
  }

  @Test
  void refusesAnEntryThatTheManifestDoesNotName() throws Exception {
    refused(
        Refusal.Code.BAD_ENTRY,
        "bundles/evil.jar is not named",
        with(archive(good(4)), "bundles/evil.jar", new byte[1]));
  }

  // 9: oversized

  @Test
  void refusesWhatIsTooLarge() throws Exception {
    byte[] whole = archive(good(4));
    Limits all = Limits.RELEASE;
    Map<Limits, String> tight = new LinkedHashMap<>();
    tight.put(new Limits(5, all.entry(), all.total(), all.document(), 100), "6 entries");
    tight.put(new Limits(10, 100, all.total(), all.document(), 100), "com.acme.guard.jar would");
    tight.put(new Limits(10, all.entry(), 2000, all.document(), 100), "would have");
    tight.put(new Limits(10, all.entry(), all.total(), 500, 100), "MANIFEST.MF would have");
    tight.forEach(
        (limits, part) ->
            refused(Refusal.Code.OVERSIZED, part, () -> ReleaseReader.of(whole, limits)));
  }

  @Test
  void refusesMoreDocumentsThanAGatewayCanHoldInItsMemory() throws Exception {
    Map<String, byte[]> entries = entries(archive(good(4)));
    byte[] root = new byte[600 << 10];
    for (int version = 2; version < 20; version++) {
      entries.put("roots/" + version + ".json", root);
    }
    refused(
        Refusal.Code.OVERSIZED,
        "entry roots/15.json would have 614400 bytes: all documents together have 8388608",
        zip(entries));
  }

  @Test
  void refusesABombBeforeItUnpacksAnything() throws Exception {
    Map<String, byte[]> entries = entries(archive(good(4)));
    entries.put("bundles/com.acme.two-1.0.0.jar", new byte[8 << 20]);
    refused(Refusal.Code.OVERSIZED, "would have 8388608", Archives.deflated(entries));
  }

  @Test
  void doesNotBelieveTheLengthThatAnEntryTells() throws Exception {
    byte[] whole = Archives.deflated(entries(archive(good(4))));
    // the directory's word for the length of the last entry, and the one behind the entry
    int length = entries(whole).get("release.sig.json").length;
    byte[] lying = whole.clone();
    int changed = 0;
    for (int i = 0; i + 4 <= lying.length; i++) {
      if (lying[i] == (byte) length
          && lying[i + 1] == (byte) (length >> 8)
          && lying[i + 2] == 0
          && lying[i + 3] == 0) {
        lying[i] = (byte) (length - 5);
        changed++;
      }
    }
    assertThat(changed).isGreaterThanOrEqualTo(2);
    refused(Refusal.Code.TAMPERED, "release.sig.json is damaged", lying);
  }
}
