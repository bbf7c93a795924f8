package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.store.InForce;
import io.tidegate.admin.updates.store.Part;
import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Version;

/**
 * What a release may claim beside the others in force: features of its own name only, and of what
 * there is no gateway without nothing that a site could then remove. An addition may replace any
 * bundle of the product; one of a fixed feature only by a newer one, which goes with the addition
 * alone.
 */
public final class Admission {
  private final Catalogue catalogue;
  private final Base base;
  private final String product;

  /**
   * @param product name of the release that the distribution itself is
   */
  public Admission(Catalogue catalogue, Base base, String product) {
    this.catalogue = catalogue;
    this.base = base;
    this.product = product;
  }

  /**
   * @throws UpdateRefusedException {@link UpdateCode#MIXED} with the first thing it may not claim
   */
  public void check(Release wanted, State state) throws UpdateRefusedException {
    for (Release.Feature feature : wanted.features()) {
      name(feature.name(), wanted, state);
    }
    if (catalogue.addition(wanted.name())) {
      Set<String> fixed = catalogue.fixed(state);
      for (Release.Feature feature : wanted.features()) {
        removable(feature, fixed);
      }
      for (Part part : wanted.parts()) {
        if (fixed.contains(part.symbolicName())) {
          newer(part, state);
        }
      }
    }
  }

  private void name(String feature, Release wanted, State state) throws UpdateRefusedException {
    if (catalogue.addition(wanted.name()) && catalogue.ofProduct(feature, state)) {
      throw mixed(
          "feature "
              + feature
              + " is the product's; give the one of release "
              + wanted.name()
              + " a name of its own");
    }
    for (InForce other : state.releases()) {
      String name = other.release().name();
      boolean held =
          other.release().features().stream().anyMatch(each -> each.name().equals(feature));
      if (held && !name.equals(wanted.name())) {
        throw mixed(
            "feature "
                + feature
                + " is part of release "
                + name
                + " already; go back from that one first, or give it another name");
      }
    }
  }

  private static void removable(Release.Feature feature, Set<String> fixed)
      throws UpdateRefusedException {
    for (String bundle : feature.bundles()) {
      if (fixed.contains(bundle)) {
        throw mixed(
            bundle
                + " cannot be part of feature "
                + feature.name()
                + ", which a site may remove: there is no gateway without it; build the release"
                + " without that feature");
      }
    }
  }

  private void newer(Part part, State state) throws UpdateRefusedException {
    Optional<String> own =
        state
            .release(product)
            .flatMap(in -> in.release().part(part.symbolicName()))
            .map(Part::version)
            .or(() -> base.piece(part.symbolicName()).map(Base.Piece::version));
    if (own.isPresent() && new Version(part.version()).compareTo(new Version(own.get())) < 0) {
      throw mixed(
          part.symbolicName()
              + " "
              + part.version()
              + " is older than the product's "
              + own.get()
              + ", and there is no gateway without it; an addition may only bring a newer one");
    }
  }

  private static UpdateRefusedException mixed(String sentence) {
    return new UpdateRefusedException(UpdateCode.MIXED, sentence);
  }
}
