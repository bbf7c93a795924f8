package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.engine.Needs.Need;
import io.tidegate.admin.updates.engine.Needs.Offer;
import java.util.ArrayList;
import java.util.List;

/**
 * Would it resolve? Every need of what comes, and of what stays, against the offers of what will be
 * there; nothing of the framework is touched. Bundles of ours export packages from api alone, each
 * package from one bundle, so whether needs can be met one by one is all there is to it.
 */
final class DryResolve {

  /**
   * Something that would not be met.
   *
   * @param lost whether it is met now: what comes in the place of its source does not offer it
   */
  record Gap(String sentence, boolean lost) {}

  private DryResolve() {}

  /**
   * @param staying bundles that are resolved and stay
   * @param going bundles that are replaced or removed
   * @param coming bundles that are new
   * @param platform offers of the framework itself
   */
  static List<Gap> gaps(
      List<Needs> staying, List<Needs> going, List<Needs> coming, List<Offer> platform) {
    Offers now = new Offers(platform);
    Offers then = new Offers(platform);
    staying.forEach(bundle -> now.add(bundle.offers()));
    staying.forEach(bundle -> then.add(bundle.offers()));
    going.forEach(bundle -> now.add(bundle.offers()));
    coming.forEach(bundle -> then.add(bundle.offers()));
    List<Gap> gaps = new ArrayList<>();
    for (Needs bundle : coming) {
      for (Need need : missing(bundle, then)) {
        boolean lost = now.meet(need);
        gaps.add(new Gap(words(bundle, need), lost));
      }
    }
    for (Needs bundle : staying) {
      for (Need need : missing(bundle, then)) {
        if (now.meet(need)) {
          gaps.add(new Gap(words(bundle, need), true));
        }
      }
    }
    return gaps;
  }

  private static List<Need> missing(Needs bundle, Offers offers) {
    return bundle.needs().stream().filter(need -> !offers.meet(need)).toList();
  }

  private static String words(Needs bundle, Need need) {
    return bundle.symbolicName()
        + " "
        + bundle.version()
        + " needs "
        + need.words()
        + ", which nobody would offer";
  }
}
