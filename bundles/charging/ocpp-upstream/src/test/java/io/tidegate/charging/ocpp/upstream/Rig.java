package io.tidegate.charging.ocpp.upstream;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.site.SiteModel;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Exchanges over one store, as a gateway's starts are. */
final class Rig {
  private static final long PATIENCE_S = 20;

  private Rig() {}

  static Exchange exchange(MemoryStore store) {
    return exchange(store, Optional.empty(), input -> true);
  }

  /** With a site that takes inputs. */
  static Exchange exchange(MemoryStore store, Optional<SiteModel> site, SiteInbox inbox) {
    return exchange(store, site, inbox, InstantSource.system());
  }

  static Exchange exchange(
      MemoryStore store, Optional<SiteModel> site, SiteInbox inbox, InstantSource time) {
    return new Exchange(
        store,
        new Doorkey(Optional::empty, Optional::empty),
        new Ceilings(() -> site, () -> Optional.of(inbox), time),
        Optional::empty);
  }

  /** With a site that decides. */
  static Exchange exchange(MemoryStore store, Supplier<Optional<DecisionView>> decisions) {
    return new Exchange(
        store,
        new Doorkey(Optional::empty, Optional::empty),
        new Ceilings(Optional::empty, Optional::empty, InstantSource.system()),
        decisions);
  }

  static UpstreamSettings settings(String name, String url, String... fields) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("name", name);
    properties.put("url", url);
    properties.put("backoff.min.ms", "20");
    properties.put("backoff.max.ms", "100");
    properties.put("ask.ms", "500");
    properties.put("attempt.interval.ms", "20");
    for (String field : fields) {
      int at = field.indexOf('=');
      properties.put(field.substring(0, at), field.substring(at + 1));
    }
    return UpstreamSettings.of(
        "io.tidegate.charging.ocpp.upstream~" + name, properties, Path.of(""));
  }

  static Upstream add(Exchange exchange, UpstreamSettings settings) throws Exception {
    return exchange.add(settings).toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
  }

  static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in time: " + what);
      }
      Thread.sleep(5);
    }
  }
}
