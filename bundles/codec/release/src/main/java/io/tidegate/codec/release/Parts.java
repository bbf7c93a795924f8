package io.tidegate.codec.release;

import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of an archive's entries beside its bundles. */
final class Parts {
  static final String DEPLOYMENT = "META-INF/MANIFEST.MF";
  static final String MANIFEST = "release.json";
  static final String SIGNATURES = "release.sig.json";
  static final String PERMIT = "permit.json";
  static final String PERMIT_SIGNATURES = "permit.sig.json";

  private static final Pattern ROOT = Pattern.compile("roots/([1-9]\\d{0,5})\\.json");

  private Parts() {}

  static String root(int version) {
    return "roots/" + version + ".json";
  }

  static String rootSignatures(int version) {
    return "roots/" + version + ".sig.json";
  }

  /** The version that an entry's name says; empty for any other entry. */
  static OptionalInt rootVersion(String entry) {
    Matcher matcher = ROOT.matcher(entry.replace(".sig.json", ".json"));
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** Whether an entry is a document of the release itself. */
  static boolean isOfRelease(String entry) {
    return Set.of(MANIFEST, SIGNATURES, PERMIT, PERMIT_SIGNATURES).contains(entry)
        || rootVersion(entry).isPresent();
  }

  /** Whether an entry is one of the documents, which are small. */
  static boolean isDocument(String entry) {
    return entry.equals(DEPLOYMENT) || entry.endsWith(".json");
  }
}
