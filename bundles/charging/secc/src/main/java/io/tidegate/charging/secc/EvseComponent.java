package io.tidegate.charging.secc;

import io.tidegate.codec.settings.LastGood;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of one EVSE of our own; {@link Secc} makes the unit of it. */
@Component(
    name = EvseComponent.PID,
    service = EvseComponent.class,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = EvseComponent.Config.class, factory = true)
public final class EvseComponent {
  static final String PID = "io.tidegate.charging.secc";

  /** Configuration. */
  @ObjectClassDefinition(
      id = PID,
      name = "EVSE of our own",
      description = "An EVSE whose contactor and supply the gateway switches itself")
  public @interface Config {
    @AttributeDefinition(name = "EVSE", description = "As config/site.yaml names it")
    String evse();

    @AttributeDefinition(
        name = "EVSE id",
        description = "For vehicles and bills: DE*TDG*E1",
        required = false)
    String evseId() default "";

    @AttributeDefinition(name = "Energy", description = "dc or ac")
    String energy() default "dc";

    @AttributeDefinition(name = "Phases", description = "AC: 1 or 3", min = "1", max = "3")
    int phases() default 3;

    @AttributeDefinition(name = "Nominal voltage", description = "AC: V, phase to neutral")
    double nominalV() default 230;

    @AttributeDefinition(name = "Lowest voltage", description = "DC: V")
    double minV() default 150;

    @AttributeDefinition(name = "Highest voltage", description = "DC: V")
    double maxV() default 1_000;

    @AttributeDefinition(
        name = "Lowest current",
        description = "A; DC 1, AC 6 when not given",
        required = false)
    String minA() default "";

    @AttributeDefinition(
        name = "Highest charge current",
        description = "A; DC 125, AC 16",
        required = false)
    String maxChargeA() default "";

    @AttributeDefinition(name = "Highest discharge current", description = "A; 0: charges only")
    double maxDischargeA() default 0;

    @AttributeDefinition(
        name = "Highest charge power",
        description = "kW; of the current",
        required = false)
    String maxChargeKw() default "";

    @AttributeDefinition(
        name = "Highest discharge power",
        description = "kW; of the current",
        required = false)
    String maxDischargeKw() default "";

    @AttributeDefinition(
        name = "Control pilot",
        description = "Device; EVSE.pilot",
        required = false)
    String pilot() default "";

    @AttributeDefinition(
        name = "Contactor",
        description = "Device; EVSE.contactor",
        required = false)
    String contactor() default "";

    @AttributeDefinition(name = "Supply", description = "DC: device; EVSE.supply", required = false)
    String supply() default "";

    @AttributeDefinition(
        name = "Insulation monitor",
        description = "DC: device; EVSE.insulation",
        required = false)
    String insulation() default "";

    @AttributeDefinition(
        name = "Lock",
        description = "Device; EVSE.lock, or none",
        required = false)
    String lock() default "";

    @AttributeDefinition(
        name = "Emergency stop",
        description = "Device; EVSE.emergency-stop, or none",
        required = false)
    String emergencyStop() default "";

    @AttributeDefinition(
        name = "Meter",
        description = "Device; EVSE.meter, or none (DC)",
        required = false)
    String meter() default "";

    @AttributeDefinition(name = "Ramp", description = "DC: A/s, rises only")
    double rampAPerS() default 100;

    @AttributeDefinition(name = "Ramp down", description = "ms to zero without hurry, 0 to 1000")
    int rampDownMs() default 300;

    @AttributeDefinition(name = "Contactor time", description = "ms, 20 to 3000")
    int contactorMs() default 500;

    @AttributeDefinition(name = "Silence", description = "ms until a reading is stale, 40 to 2000")
    int silenceMs() default 250;

    @AttributeDefinition(name = "Lease", description = "ms, longest that is granted, to 120000")
    int leaseMs() default 65_000;

    @AttributeDefinition(name = "Hold", description = "ms between repeats of a close, 20 to 2000")
    int holdMs() default 200;

    @AttributeDefinition(name = "Obedience", description = "ms of more than offered, 100 to 30000")
    int obeyMs() default 5_000;

    @AttributeDefinition(name = "Loss", description = "% of packets lost that end a session")
    double lossPct() default 5;

    @AttributeDefinition(name = "Authorisation", description = "any, tokens or operator")
    String authorisation() default "tokens";
  }

  private final String pid;
  private final LastGood<Optional<UnitSettings>> settings = new LastGood<>(Optional.empty());
  private final AtomicReference<Runnable> changed = new AtomicReference<>(() -> {});

  @Activate
  public EvseComponent(Map<String, ?> properties) {
    pid = String.valueOf(properties.get("service.pid"));
    modified(properties);
  }

  @Modified
  void modified(Map<String, ?> properties) {
    boolean unused = settings.offer(() -> Optional.of(UnitSettings.read(pid, properties)));
    changed.get().run();
  }

  /** Empty while there never was a good one. */
  Optional<UnitSettings> settings() {
    return settings.get();
  }

  /** What is wrong with the newest configuration; empty when it is in force. */
  String problem() {
    return settings.problem();
  }

  String pid() {
    return pid;
  }

  /** Calls back when the configuration has been given anew. */
  void onChange(Runnable listener) {
    changed.set(listener);
  }
}
