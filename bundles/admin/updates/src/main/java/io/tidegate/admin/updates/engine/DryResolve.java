package io.tidegate.admin.updates.engine;

import io.tidegate.admin.updates.engine.Needs.Need;
import io.tidegate.admin.updates.engine.Needs.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
    List<Offer> now = new ArrayList<>(platform);
    staying.forEach(bundle -> now.addAll(bundle.offers()));
    List<Offer> then = new ArrayList<>(now);
    going.forEach(bundle -> now.addAll(bundle.offers()));
    coming.forEach(bundle -> then.addAll(bundle.offers()));
    List<Gap> gaps = new ArrayList<>();
    for (Needs bundle : coming) {
      for (Need need : missing(bundle, then)) {
        boolean lost = now.stream().anyMatch(need::metBy);
        gaps.add(new Gap(words(bundle, need), lost));
      }
    }
    for (Needs bundle : staying) {
      Set<Need> before = Set.copyOf(missing(bundle, now));
      for (Need need : missing(bundle, then)) {
        if (!before.contains(need)) {
          gaps.add(new Gap(words(bundle, need), true));
        }
      }
    }
    return gaps;
  }

  private static List<Need> missing(Needs bundle, List<Offer> offers) {
    return bundle.needs().stream().filter(need -> offers.stream().noneMatch(need::metBy)).toList();
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
