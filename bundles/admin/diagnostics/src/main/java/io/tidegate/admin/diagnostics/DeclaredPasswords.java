package io.tidegate.admin.diagnostics;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fields that bundles declare to hold passwords (OSGi Compendium 105, type {@code Password}), of
 * all configurations: a name that is a password's in one of them is treated so in each.
 */
final class DeclaredPasswords {
  private static final Logger LOG = LoggerFactory.getLogger(DeclaredPasswords.class);
  private static final String FOLDER = "OSGI-INF/metatype";
  private static final int MOST_BYTES = 1 << 20;
  private static final Pattern FIELD = Pattern.compile("(?s)<AD\\b[^>]*>");
  private static final Pattern TYPE = Pattern.compile("\\btype\\s*=\\s*[\"']Password[\"']");
  private static final Pattern ID = Pattern.compile("\\bid\\s*=\\s*[\"']([^\"']+)[\"']");

  private DeclaredPasswords() {}

  /** Reads the descriptions of all bundles; resolves none. */
  static Set<String> of(BundleContext context) {
    Set<String> fields = new HashSet<>();
    for (Bundle bundle : context.getBundles()) {
      for (String path : paths(bundle)) {
        URL entry = path.endsWith(".xml") ? bundle.getEntry(path) : null;
        if (entry == null) {
          continue;
        }
        try (InputStream in = entry.openStream()) {
          fields.addAll(in(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)));
        } catch (IOException e) {
          LOG.warn("diagnosis: {} of {} cannot be read", path, bundle.getSymbolicName(), e);
        }
      }
    }
    return fields;
  }

  private static Iterable<String> paths(Bundle bundle) {
    Enumeration<String> paths = bundle.getEntryPaths(FOLDER);
    return paths == null ? Set.of() : Collections.list(paths);
  }

  static Set<String> in(String description) {
    Set<String> fields = new HashSet<>();
    Matcher field = FIELD.matcher(description);
    while (field.find()) {
      Matcher id = ID.matcher(field.group());
      if (TYPE.matcher(field.group()).find() && id.find()) {
        fields.add(id.group(1));
      }
    }
    return fields;
  }
}
