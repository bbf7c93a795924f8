package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.quantity.StationId;
import io.tidegate.api.site.LimitUnit;
import io.tidegate.api.site.QuirkBook;
import io.tidegate.api.site.StationMake;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle as a gateway runs it. */
class BundleIT {
  @Test
  void offersItsQuirksInAContainer(@TempDir Path cache) throws Exception {
    try (Container container = new Container(cache)) {
      StationMake make = new StationMake(new StationId("CS01"), "Acme", "One", "2.1");
      assertThat(container.service(QuirkBook.class).of(make).limitUnit()).contains(LimitUnit.A);
    }
  }
}
