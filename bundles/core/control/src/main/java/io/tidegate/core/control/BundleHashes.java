package io.tidegate.core.control;

import io.tidegate.api.control.Arbiter;
import io.tidegate.api.control.SafetyEnvelope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/**
 * SHA-256 of the class files of the bundles that decide: what a segment of the journal was made by.
 */
final class BundleHashes {
  private BundleHashes() {}

  static Map<String, String> of(BundleContext context) {
    Map<String, String> hashes = new TreeMap<>();
    add(hashes, context.getBundle());
    add(hashes, provider(context, Arbiter.class));
    add(hashes, provider(context, SafetyEnvelope.class));
    return Collections.unmodifiableMap(hashes);
  }

  private static Bundle provider(BundleContext context, Class<?> service) {
    ServiceReference<?> reference = context.getServiceReference(service);
    return reference == null ? null : reference.getBundle();
  }

  private static void add(Map<String, String> hashes, Bundle bundle) {
    if (bundle != null) {
      hashes.put(bundle.getSymbolicName() + ";" + bundle.getVersion(), hash(bundle));
    }
  }

  private static String hash(Bundle bundle) {
    Map<String, URL> classes = new TreeMap<>();
    var entries = bundle.findEntries("/", "*.class", true);
    while (entries != null && entries.hasMoreElements()) {
      URL entry = entries.nextElement();
      classes.put(entry.getPath(), entry);
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Map.Entry<String, URL> entry : classes.entrySet()) {
        digest.update(entry.getKey().getBytes(StandardCharsets.UTF_8));
        try (InputStream in = new DigestInputStream(entry.getValue().openStream(), digest)) {
          in.transferTo(java.io.OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read bundle " + bundle.getSymbolicName(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
