package io.tidegate.hardware.profiles;

import io.tidegate.codec.yaml.Problem;
import io.tidegate.codec.yaml.Problems;
import io.tidegate.codec.yaml.YamlFile;
import io.tidegate.codec.yaml.YamlMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A profile file as bytes to the validated profile. Pure. */
final class ProfileFile {
  static final String BUS = "io.tidegate.hardware.modbus.bus";
  static final String METER = "io.tidegate.hardware.modbus.meter";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,47}");
  private static final Pattern INTERFACE = Pattern.compile("[A-Za-z0-9._-]{1,15}");
  private static final Pattern DEVICE = Pattern.compile("/dev/[A-Za-z0-9._/-]{1,100}");

  private final List<Profile.Device> devices = new ArrayList<>();
  private final List<Profile.Wiring> wiring = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private ProfileFile() {}

  /** The profile, or everything that stands against it; never both. */
  record Reading(Optional<Profile> profile, List<Problem> problems) {}

  /**
   * @param model the name that the profile must have
   */
  static Reading read(String file, String model, byte[] content) {
    Problems problems = new Problems(file);
    Optional<Profile> profile =
        YamlFile.read(content, problems).map(root -> new ProfileFile().profile(root, model));
    return new Reading(problems.none() ? profile : Optional.empty(), problems.sorted());
  }

  private Profile profile(YamlMap root, String model) {
    String name = root.required("model");
    if (!name.isEmpty() && !name.equals(model)) {
      root.problem("model", "must be \"" + model + "\" like the file");
    }
    String title = root.required("title");
    root.texts("architectures");
    root.maps("serial").forEach(this::serial);
    root.maps("can").forEach(map -> network(map, "/sys/class/net/", Use.CAN));
    root.maps("nics").forEach(map -> network(map, "/sys/class/net/", Use.NIC));
    root.maps("gpio").forEach(this::gpio);
    root.maps("adc").forEach(this::adc);
    root.map("watchdog").ifPresent(this::watchdog);
    root.maps("buses").forEach(this::bus);
    root.maps("meters").forEach(this::meter);
    root.done();
    return new Profile(model, title, List.copyOf(devices), List.copyOf(wiring));
  }

  private void serial(YamlMap map) {
    String name = name(map, "serial ");
    map.choice("standard", Standard.class, Standard.RS485);
    device(map, name);
  }

  private void watchdog(YamlMap map) {
    map.integer("timeoutS", 15, 1, 3_600);
    device(map, "watchdog");
  }

  private void device(YamlMap map, String name) {
    String device = map.required("device");
    if (!device.isEmpty() && (!DEVICE.matcher(device).matches() || device.contains(".."))) {
      map.problem("device", "must be a device file below /dev");
    }
    devices.add(new Profile.Device(name, device, expected(map)));
    map.done();
  }

  private void network(YamlMap map, String folder, Use use) {
    String name = name(map, use == Use.CAN ? "can " : "nic ");
    String device = map.required("interface");
    if (!device.isEmpty() && (!INTERFACE.matcher(device).matches() || device.startsWith("."))) {
      map.problem("interface", "is no name of a network interface");
    }
    if (use == Use.CAN) {
      map.integer("bitrate", 500_000, 10_000, 1_000_000);
    } else {
      map.choice("role", Role.class, Role.LAN);
    }
    devices.add(new Profile.Device(name, folder + device, expected(map)));
    map.done();
  }

  private void gpio(YamlMap map) {
    String name = name(map, "gpio ");
    map.required("chip");
    map.required("line");
    map.choice("direction", Direction.class, Direction.INPUT);
    map.choice("active", Active.class, Active.HIGH);
    devices.add(new Profile.Device(name, "", expected(map)));
    map.done();
  }

  private void adc(YamlMap map) {
    String name = name(map, "adc ");
    map.required("device");
    map.integer("channel", 0, 0, 63);
    map.choice("range", Signal.class, Signal.CURRENT_4_20_MA);
    devices.add(new Profile.Device(name, "", expected(map)));
    map.done();
  }

  private void bus(YamlMap map) {
    String name = name(map, "bus ");
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("name", map.text("name", ""));
    properties.put("host", map.text("host", "127.0.0.1"));
    properties.put("port", Integer.toString(map.integer("port", 502, 1, 65_535)));
    map.done();
    wire(BUS, name, properties);
  }

  private void meter(YamlMap map) {
    String name = name(map, "meter ");
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("name", map.text("name", ""));
    properties.put("bus", map.required("bus"));
    properties.put("unit", Integer.toString(map.integer("unit", 1, 0, 255)));
    properties.put("map", map.required("map"));
    properties.put("intervalMs", Integer.toString(map.integer("intervalMs", 200, 100, 60_000)));
    map.done();
    wire(METER, name, properties);
  }

  private void wire(String factoryPid, String name, Map<String, String> properties) {
    wiring.add(
        new Profile.Wiring(
            factoryPid, name.substring(name.indexOf(' ') + 1), Map.copyOf(properties)));
  }

  private String name(YamlMap map, String kind) {
    String name = map.required("name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      map.problem("name", "must match " + NAME);
    }
    if (!names.add(kind + name)) {
      map.problem("name", "\"" + name + "\" is listed twice");
    }
    return kind + name;
  }

  /**
   * {@code verified: false} marks what nobody has tried on the real box; it changes nothing here.
   */
  private static boolean expected(YamlMap map) {
    map.flag("verified", true);
    return !map.flag("optional", false);
  }

  private enum Use {
    CAN,
    NIC
  }

  private enum Standard {
    RS232,
    RS422,
    RS485
  }

  private enum Role {
    LAN,
    UPLINK,
    SCADA,
    PLC
  }

  private enum Direction {
    INPUT,
    OUTPUT
  }

  private enum Active {
    HIGH,
    LOW
  }

  private enum Signal {
    CURRENT_4_20_MA,
    VOLTAGE_0_10_V
  }
}
