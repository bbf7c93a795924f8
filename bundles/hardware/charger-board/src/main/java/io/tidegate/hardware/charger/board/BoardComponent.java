package io.tidegate.hardware.charger.board;

import io.tidegate.api.device.Device;
import io.tidegate.codec.settings.LastGood;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * One board for each factory configuration. Offers the devices of its EVSEs with the property
 * {@link Device#PROPERTY} and the health check {@code board <name>}.
 */
@Component(
    name = BoardComponent.PID,
    service = {},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BoardComponent.Config.class, factory = true)
public final class BoardComponent {
  static final String PID = "io.tidegate.hardware.charger.board";

  /** Configuration. */
  @ObjectClassDefinition(
      id = PID,
      name = "Charger board",
      description = "Contactor, supply, lock and pilot of EVSEs, behind one line")
  public @interface Config {
    @AttributeDefinition(name = "Name", description = "For logs and the health check")
    String name();

    @AttributeDefinition(name = "Port", description = "tcp:HOST:PORT or serial:/dev/NAME")
    String port();

    @AttributeDefinition(name = "Baud", description = "Of a serial line")
    int baud() default 921_600;

    @AttributeDefinition(
        name = "EVSEs",
        description = "Prefixes of the devices' names by channel: E01, E02")
    String evses();

    @AttributeDefinition(
        name = "Period",
        description = "ms between reports",
        min = "5",
        max = "1000")
    int periodMs() default 10;

    @AttributeDefinition(
        name = "Hold",
        description = "ms after which the board opens unless told again",
        min = "100",
        max = "10000")
    int holdMs() default 1_000;

    @AttributeDefinition(
        name = "Answer",
        description = "ms for each command",
        min = "10",
        max = "2000")
    int ackMs() default 80;

    @AttributeDefinition(
        name = "Silence",
        description = "ms from which the board counts as silent",
        min = "20",
        max = "5000")
    int silenceMs() default 250;
  }

  private final BundleContext context;
  private final String pid;
  private final LastGood<Optional<BoardSettings>> settings = new LastGood<>(Optional.empty());
  private final ServiceRegistration<HealthCheck> check;
  private final List<ServiceRegistration<?>> devices = new ArrayList<>();
  private volatile Board board;

  @Activate
  public BoardComponent(BundleContext context, Map<String, ?> properties) {
    this.context = context;
    this.pid = String.valueOf(properties.get("service.pid"));
    modified(properties);
    String name = settings.get().map(BoardSettings::name).orElse(pid);
    check =
        context.registerService(
            HealthCheck.class,
            this::health,
            dictionary(Map.of(HealthCheck.NAME, "board " + name, HealthCheck.TAGS, "tidegate")));
  }

  @Modified
  synchronized void modified(Map<String, ?> properties) {
    Optional<BoardSettings> before = settings.get();
    boolean unused = settings.offer(() -> Optional.of(BoardSettings.read(pid, properties)));
    Optional<BoardSettings> now = settings.get();
    if (now.isPresent() && !now.equals(before)) {
      end();
      board = new Board(now.get());
      for (BoardChannel channel : board.channels()) {
        channel.devices().forEach(this::offer);
      }
    }
  }

  private void offer(Device device, Class<? extends Device> capability) {
    devices.add(
        context.registerService(
            capability.getName(), device, dictionary(Map.of(Device.PROPERTY, device.name()))));
  }

  @Deactivate
  synchronized void deactivate() {
    check.unregister();
    end();
  }

  private void end() {
    devices.forEach(ServiceRegistration::unregister);
    devices.clear();
    if (board != null) {
      board.close();
    }
  }

  private Result health() {
    if (!settings.problem().isEmpty()) {
      return new Result(Result.Status.CRITICAL, settings.problem());
    }
    if (!board.trouble().isEmpty()) {
      return new Result(Result.Status.CRITICAL, board.trouble());
    }
    return new Result(
        board.losses().isEmpty() ? Result.Status.OK : Result.Status.WARN,
        "heard on "
            + settings.get().map(BoardSettings::port).orElse("")
            + (board.losses().isEmpty() ? "" : ", " + board.losses() + " since the start"));
  }

  @SuppressWarnings("JdkObsolete") // OSGi asks for a Dictionary
  private static Dictionary<String, Object> dictionary(Map<String, String> properties) {
    return new Hashtable<>(properties);
  }
}
