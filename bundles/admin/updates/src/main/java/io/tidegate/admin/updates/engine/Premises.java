package io.tidegate.admin.updates.engine;

import java.io.IOException;
import java.nio.file.Path;

/** The distribution's folder, read when it is asked for first: it does not change under way. */
public final class Premises {
  private final Path distribution;
  private final String product;
  private Base base;

  /**
   * @param product name of the release that it is
   */
  public Premises(Path distribution, String product) {
    this.distribution = distribution;
    this.product = product;
  }

  /** Its jars. */
  public synchronized Base base() throws IOException {
    if (base == null) {
      base = Base.read(distribution);
    }
    return base;
  }

  /** Its features: of those that are known, the ones whose bundles it brings. */
  public Catalogue catalogue() throws IOException {
    return Catalogue.read(distribution.resolve("features"), base(), product);
  }
}
