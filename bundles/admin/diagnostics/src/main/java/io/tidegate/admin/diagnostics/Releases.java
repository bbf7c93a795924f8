package io.tidegate.admin.diagnostics;

import io.tidegate.api.update.FeatureDesk;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateView;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The section about releases in force and orders of updates. */
@Component(name = "io.tidegate.admin.diagnostics.releases", service = Releases.class)
public final class Releases {
  private static final int ORDERS = 10;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile UpdateDesk desk;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile FeatureDesk features;

  Object read() {
    UpdateDesk now = desk;
    if (now == null) {
      return "no updater is running: what runs is what came with the distribution";
    }
    FeatureDesk parts = features;
    return Rows.of(
        "installed",
        now.installed().stream()
            .map(
                r ->
                    Rows.of(
                        "release", r.name(),
                        "version", r.version(),
                        "counter", r.counter(),
                        "confirmed", r.confirmed()))
            .toList(),
        "orders",
        now.history().stream().limit(ORDERS).map(Releases::order).toList(),
        "features",
        parts == null
            ? List.of()
            : parts.features().stream()
                .map(f -> (f.installed() ? "+ " : "- ") + f.name())
                .toList());
  }

  private static Map<String, Object> order(UpdateView view) {
    List<UpdateView.Done> steps = view.steps();
    return Rows.of(
        "order", view.id(),
        "giver", view.giver(),
        "release", view.release(),
        "version", view.version(),
        "step", view.step(),
        "since", steps.isEmpty() ? null : steps.get(steps.size() - 1).at(),
        "code", view.code(),
        "sentence", view.sentence());
  }
}
