package io.tidegate.host.dp.guard;

import io.tidegate.codec.release.ContentDigest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Bundles of the framework that runs us. */
final class FrameworkBundles implements HostBundles {
  /** How a DeploymentAdmin names the place of a bundle (OSGi Compendium 114.3). */
  private static final String LOCATION = "osgi-dp:";

  private final BundleContext context;

  FrameworkBundles(BundleContext context) {
    this.context = context;
  }

  private Optional<Bundle> find(String symbolicName) {
    return Optional.ofNullable(context.getBundle(LOCATION + symbolicName));
  }

  @Override
  public Optional<String> version(String symbolicName) {
    return find(symbolicName).map(bundle -> bundle.getVersion().toString());
  }

  @Override
  public String contents(String symbolicName) throws IOException {
    Bundle bundle =
        find(symbolicName).orElseThrow(() -> new IOException(symbolicName + " is not installed"));
    ContentDigest digest = new ContentDigest();
    add(digest, bundle, "/");
    return digest.hex();
  }

  private static void add(ContentDigest digest, Bundle bundle, String folder) throws IOException {
    // never findEntries: it resolves the bundle
    for (String path : list(bundle, folder)) {
      if (path.endsWith("/")) {
        add(digest, bundle, path);
        continue;
      }
      URL entry = bundle.getEntry(path);
      if (entry == null) {
        throw new IOException(bundle + " lists " + path + " and has no such entry");
      }
      try (InputStream in = entry.openStream()) {
        digest.add(path, in);
      }
    }
  }

  private static List<String> list(Bundle bundle, String folder) {
    var paths = bundle.getEntryPaths(folder);
    return paths == null ? List.of() : Collections.list(paths);
  }

  @Override
  public List<String> unresolved(Collection<String> symbolicNames) {
    FrameworkWiring framework =
        context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class);
    List<Bundle> bundles = new ArrayList<>();
    symbolicNames.forEach(name -> find(name).ifPresent(bundles::add));
    if (framework.resolveBundles(bundles)) {
      return List.of();
    }
    List<String> sentences = new ArrayList<>();
    for (Bundle bundle : bundles) {
      // a fragment for another machine finds no host that fits, and is not missed
      if (bundle.getState() == Bundle.INSTALLED && !isFragment(bundle)) {
        sentences.add(bundle.getSymbolicName() + " " + missing(framework, bundle));
      }
    }
    return sentences;
  }

  private static boolean isFragment(Bundle bundle) {
    return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
  }

  private static String missing(FrameworkWiring framework, Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
      boolean optional =
          "optional".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE))
              || "dynamic".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
      if (!optional && framework.findProviders(requirement).isEmpty()) {
        String what = requirement.getDirectives().get(Constants.FILTER_DIRECTIVE);
        String kind =
            requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
                ? "package"
                : requirement.getNamespace();
        return "needs the " + kind + " " + what;
      }
    }
    return "does not fit what it needs together with the others";
  }
}
