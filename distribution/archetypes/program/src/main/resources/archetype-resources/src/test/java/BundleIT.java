package ${package};

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.CommandReceipt;
import io.tidegate.api.control.GridCommandDesk;
import io.tidegate.api.control.GridProgram;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle as a gateway runs it. */
class BundleIT {
  @Test
  void livesInAContainerAndGivesSignsOfIt(@TempDir Path cache) throws Exception {
    BlockingQueue<SiteInput> inputs = new LinkedBlockingQueue<>();
    try (Container container = new Container(cache)) {
      container.offer(SiteInbox.class, inputs::add);
      container.offer(
          GridCommandDesk.class,
          command ->
              CompletableFuture.completedStage(new CommandReceipt.Accepted(command, false)));
      assertThat(container.service(GridProgram.class).id()).isEqualTo(Program.CONTROLLER.value());
      assertThat(inputs.poll(30, TimeUnit.SECONDS))
          .isEqualTo(new SiteInput.KeepAlive(Program.CONTROLLER));
    }
  }
}
