package ${package};

import io.tidegate.api.control.CommandReceipt;
import io.tidegate.api.control.GridCommand;
import io.tidegate.api.control.GridCommandDesk;
import io.tidegate.api.control.GridProgram;
import io.tidegate.api.control.SiteInbox;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.TargetKind;
import io.tidegate.api.quantity.CommandId;
import io.tidegate.api.quantity.ControllerId;
import io.tidegate.api.site.PriorityClass;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the vehicles for a power in a window of each day. A command has the same id however often it
 * is handed in, so repeating it does no harm, also after a restart and from two versions at once.
 * Owns one thread.
 */
@Component(name = Program.ID, immediate = true)
@Designate(ocd = Program.Config.class)
public final class Program implements GridProgram {
  static final String ID = "${groupId}.${artifactId}";
  static final ControllerId CONTROLLER = new ControllerId("${artifactId}");
  private static final Logger LOG = LoggerFactory.getLogger(Program.class);
  private static final double MOST_W = 1_000_000;

  /** Each with its default. */
  @ObjectClassDefinition(id = ID, name = "${artifactId}")
  @interface Config {
    @AttributeDefinition(name = "From", description = "UTC, HH:mm")
    String from() default "00:00";

    @AttributeDefinition(name = "To", description = "UTC, HH:mm")
    String to() default "00:00";

    @AttributeDefinition(name = "Power, W", description = "positive into the vehicles")
    double power_w() default 0;
  }

  private final GridCommandDesk desk;
  private final SiteInbox inbox;
  private final Window window;
  private final double powerW;
  private final ScheduledExecutorService clock;
  private Instant accepted = Instant.MIN;
  private volatile String said = "nothing yet";

  @Activate
  public Program(@Reference GridCommandDesk desk, @Reference SiteInbox inbox, Config config) {
    this.desk = desk;
    this.inbox = inbox;
    this.window = window(config);
    this.powerW = Math.abs(config.power_w()) <= MOST_W ? config.power_w() : 0;
    if (powerW != config.power_w()) {
      LOG.error("config/{}.cfg, field power.w must be within {} W: nothing is asked", ID, MOST_W);
    }
    clock =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "${artifactId}");
              thread.setDaemon(true);
              return thread;
            });
    clock.scheduleWithFixedDelay(() -> turn(Instant.now()), 0, 1, TimeUnit.SECONDS);
  }

  private static Window window(Config config) {
    try {
      return new Window(LocalTime.parse(config.from()), LocalTime.parse(config.to()));
    } catch (DateTimeException e) {
      LOG.error("config/{}.cfg, fields from and to must be HH:mm: {}", ID, e.getMessage());
      return new Window(LocalTime.MIN, LocalTime.MIN);
    }
  }

  @Deactivate
  void deactivate() {
    clock.shutdownNow();
  }

  /** Every second: a sign of life, which holds the mandate, and the command of the window. */
  void turn(Instant now) {
    try {
      inbox.post(new SiteInput.KeepAlive(CONTROLLER));
      window
          .at(now)
          .filter(span -> !span.start().equals(accepted))
          .ifPresent(this::submit);
    } catch (RuntimeException e) {
      LOG.error("{} goes on with the next second", ID, e);
    }
  }

  private void submit(Window.Span span) {
    GridCommand command =
        new GridCommand(
            new CommandId(CONTROLLER.value() + "-" + span.start().getEpochSecond()),
            CONTROLLER,
            PriorityClass.CONTRACT,
            TargetKind.VEHICLE_POWER,
            "",
            powerW,
            span.start(),
            span.end());
    CommandReceipt receipt = desk.submit(command).toCompletableFuture().join();
    if (receipt instanceof CommandReceipt.Refused refused) {
      said = refused.code() + ": " + refused.sentence();
      LOG.warn("{}: command {} refused: {}", ID, command.id(), said);
    } else {
      accepted = span.start();
      said = powerW + " W until " + span.end();
      LOG.info("{}: command {} accepted: {}", ID, command.id(), said);
    }
  }

  @Override
  public String id() {
    return CONTROLLER.value();
  }

  @Override
  public String describe() {
    return "A window of each day; last command: " + said;
  }
}
