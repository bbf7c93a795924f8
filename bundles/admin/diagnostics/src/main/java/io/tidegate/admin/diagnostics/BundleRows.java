package io.tidegate.admin.diagnostics;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/** All bundles with state, version and the digest of their jar. Any thread. */
final class BundleRows {
  private static final String REFERENCE = "reference:";

  /** Places of bundles that came with a release name their content. */
  private static final Pattern BY_CONTENT = Pattern.compile("tidegate:.*:([0-9a-f]{64})");

  private final BundleContext context;
  private final Map<String, String> digests = new ConcurrentHashMap<>();

  BundleRows(BundleContext context) {
    this.context = context;
  }

  /** Those that are not as they should be first. */
  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    Stream.of(context.getBundles())
        .sorted(Comparator.comparing(BundleRows::asItShould).thenComparing(Bundle::getBundleId))
        .forEach(
            bundle ->
                rows.add(
                    Rows.of(
                        "state", state(bundle),
                        "id", bundle.getBundleId(),
                        "name", bundle.getSymbolicName(),
                        "version", bundle.getVersion(),
                        "sha256", digest(bundle))));
    return rows;
  }

  private static boolean asItShould(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    boolean fragment =
        revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    return bundle.getState() == Bundle.ACTIVE
        || bundle.getState() == Bundle.STARTING
        || (fragment && bundle.getState() == Bundle.RESOLVED);
  }

  private static String state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.INSTALLED -> "INSTALLED";
      case Bundle.RESOLVED -> "RESOLVED";
      case Bundle.STARTING -> "STARTING";
      case Bundle.ACTIVE -> "ACTIVE";
      case Bundle.STOPPING -> "STOPPING";
      default -> "UNINSTALLED";
    };
  }

  /** Null where the jar cannot be had: then nothing is claimed. */
  private String digest(Bundle bundle) {
    String place = bundle.getLocation() == null ? "" : bundle.getLocation();
    Matcher named = BY_CONTENT.matcher(place);
    if (named.matches()) {
      return named.group(1);
    }
    if (!place.startsWith(REFERENCE + "file:")) {
      return null;
    }
    try {
      Path jar = Path.of(URI.create(place.substring(REFERENCE.length())));
      String edition = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar);
      String before = digests.get(edition);
      if (before == null) {
        before = digest(jar);
        digests.put(edition, before);
      }
      return before;
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static String digest(Path jar) throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(jar), sha)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
