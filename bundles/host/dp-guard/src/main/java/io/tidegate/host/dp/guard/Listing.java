package io.tidegate.host.dp.guard;

import io.tidegate.codec.release.GuardEntry;
import io.tidegate.codec.release.Manifest;
import io.tidegate.codec.release.Refusal;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.deploymentadmin.BundleInfo;
import org.osgi.service.deploymentadmin.DeploymentPackage;

/**
 * What the DeploymentAdmin goes by, its own manifest in the archive. No signature covers that, so
 * it has to say what the release does: the same bundles, and no resource for anybody but the guard
 * (a processor of the host's, e.g. of configurations, would carry out what nobody signed).
 */
final class Listing {
  private static final String BUNDLE = "Bundle-SymbolicName";
  private static final String PROCESSOR = "Resource-Processor";

  private Listing() {}

  static void check(DeploymentPackage source, Manifest manifest) throws Refusal {
    Map<String, String> due = new TreeMap<>();
    manifest.bundles().forEach(bundle -> due.put(bundle.symbolicName(), bundle.version()));
    manifest.guard().ifPresent(guard -> due.put(guard.symbolicName(), guard.version()));
    Map<String, String> there = new TreeMap<>();
    for (BundleInfo bundle : source.getBundleInfos()) {
      there.put(bundle.getSymbolicName(), bundle.getVersion().toString());
    }
    if (!source.getName().equals(manifest.name()) || !there.equals(due)) {
      throw new Refusal(
          Refusal.Code.BAD_ENTRY,
          "the package "
              + source.getName()
              + " holds other bundles than the release "
              + manifest.name());
    }
    String guard = manifest.guard().map(GuardEntry::processor).orElse("");
    for (String resource : source.getResources()) {
      boolean bundle = source.getResourceHeader(resource, BUNDLE) != null;
      if (!bundle && !guard.equals(source.getResourceHeader(resource, PROCESSOR))) {
        throw new Refusal(
            Refusal.Code.BAD_ENTRY,
            "the package "
                + source.getName()
                + " brings "
                + resource
                + " for others than its guard");
      }
    }
  }
}
