package io.tidegate.core.arbiter;

import io.tidegate.api.control.Allocation;
import io.tidegate.api.control.Arbiter;
import io.tidegate.api.control.Bounds;
import io.tidegate.api.control.SitePicture;
import io.tidegate.api.control.Target;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The arbiter: served power class by class, then weighted max-min fair, inside the nested limits of
 * the tree. Keeps scratch arrays for the site it saw last and nothing else, so that equal arguments
 * give equal bits. One thread at a time: concurrent callers wait for each other.
 */
@Component(service = Arbiter.class, name = "io.tidegate.core.arbiter")
public final class FairArbiter implements Arbiter {
  private final Ranking ranking;
  private Round round;

  @Activate
  public FairArbiter() {
    this(Ranking.GRID);
  }

  public FairArbiter(Ranking ranking) {
    this.ranking = ranking;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // another model object means another topology, never less
  public synchronized Allocation allocate(
      SitePicture picture, Bounds bounds, List<Target> targets) {
    if (round == null || round.tree().model != picture.model()) {
      round = new Round(new Topology(picture.model()), ranking);
    }
    return round.run(picture, bounds, targets);
  }

  /** Work done in the innermost loops for the present site, for the tests of complexity. */
  synchronized long steps() {
    return round == null ? 0 : round.steps();
  }
}
