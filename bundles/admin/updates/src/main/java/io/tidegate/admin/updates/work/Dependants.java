package io.tidegate.admin.updates.work;

import io.tidegate.admin.updates.store.InForce;
import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.codec.release.ReleaseRange;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** What releases in force need of each other, when one of them is to go or to go back. */
final class Dependants {
  private final Opener opener;

  Dependants(Opener opener) {
    this.opener = opener;
  }

  /**
   * @param counter that the release would have; 0 for the distribution's own
   * @throws UpdateRefusedException when another release in force needs a different one
   */
  void allow(String release, long counter, State state) throws UpdateRefusedException {
    refuse(release, state, range -> !range.holds(counter));
  }

  /**
   * @throws UpdateRefusedException when another release in force needs that one
   */
  void allowNone(String release, State state) throws UpdateRefusedException {
    refuse(release, state, range -> true);
  }

  private void refuse(String release, State state, Predicate<ReleaseRange> unmet)
      throws UpdateRefusedException {
    for (InForce other : state.releases()) {
      for (ReleaseRange range : needs(other.release())) {
        boolean another = !other.release().name().equals(release);
        if (another && range.name().equals(release) && unmet.test(range)) {
          throw new UpdateRefusedException(
              UpdateCode.MIXED,
              "Release "
                  + other.release().name()
                  + " needs "
                  + range
                  + "; go back from that one first: `tidegate updates rollback "
                  + other.release().name()
                  + "`.");
        }
      }
    }
  }

  private List<ReleaseRange> needs(Release release) throws UpdateRefusedException {
    try {
      return opener.needs(release);
    } catch (IOException e) {
      throw new UpdateRefusedException(
          UpdateCode.MIXED,
          "Whether release " + release.name() + " needs it is not known: " + Trouble.of(e) + ".",
          e);
    }
  }
}
