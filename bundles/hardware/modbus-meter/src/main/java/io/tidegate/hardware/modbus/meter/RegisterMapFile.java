package io.tidegate.hardware.modbus.meter;

import io.tidegate.codec.yaml.Problem;
import io.tidegate.codec.yaml.Problems;
import io.tidegate.codec.yaml.YamlFile;
import io.tidegate.codec.yaml.YamlMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A register map file as bytes to the validated map. Pure; any thread. */
final class RegisterMapFile {
  private static final int MAX_REGISTERS = 125;

  private RegisterMapFile() {}

  /** The map, or everything that stands against it; never both. */
  record Reading(Optional<RegisterMap> map, List<Problem> problems) {}

  static Reading read(String name, byte[] content) {
    Problems problems = new Problems(name);
    Optional<RegisterMap> map = YamlFile.read(content, problems).map(RegisterMapFile::map);
    return new Reading(problems.none() ? map : Optional.empty(), problems.sorted());
  }

  private static RegisterMap map(YamlMap root) {
    String title = root.required("meter");
    int mostAtOnce = root.integer("maxRegistersPerRequest", MAX_REGISTERS, 2, MAX_REGISTERS);
    List<Register> registers = new ArrayList<>();
    Map<String, Integer> lines = new HashMap<>();
    for (YamlMap entry : root.maps("registers")) {
      Register register = register(entry);
      registers.add(register);
      String what = register.quantity().word() + register.sensor();
      Integer first = lines.putIfAbsent(what, entry.line());
      if (first != null) {
        entry.problem("quantity", "is given twice, first in line " + first);
      }
      entry.done();
    }
    overlaps(root, registers);
    RegisterMap map = RegisterMap.of(title, registers, mostAtOnce);
    complete(root, map);
    root.done();
    return map;
  }

  private static Register register(YamlMap entry) {
    Quantity quantity = entry.choice("quantity", Quantity.class, null);
    String sensor = entry.text("sensor", "");
    boolean temperature = quantity == Quantity.TRANSFORMER_TEMP_C;
    if (temperature == sensor.isEmpty()) {
      entry.problem(
          "sensor",
          temperature
              ? "is missing: the name that the site file gives as temperatureSensor"
              : "is for transformer_temp_c only");
    }
    Place place = place(entry);
    WordType type = entry.choice("type", WordType.class, null);
    if (place.address + type.words > 65_536) {
      entry.problem("type", "reaches beyond the last register");
    }
    double scale = entry.number("scale", 1, 1e-9, 1e9);
    Sign sign = entry.choice("sign", Sign.class, Sign.NORMAL);
    double min = entry.number("min", quantity.lowest, quantity.lowest, quantity.highest);
    double max = entry.number("max", quantity.highest, quantity.lowest, quantity.highest);
    if (min >= max) {
      entry.problem("max", "must be above min, " + min);
    }
    return new Register(
        quantity,
        sensor,
        place.input,
        place.address,
        type,
        entry.choice("wordOrder", WordOrder.class, WordOrder.HIGH_FIRST) == WordOrder.HIGH_FIRST,
        sign == Sign.NORMAL ? scale : -scale,
        min,
        max);
  }

  /** Where a register lies. */
  private record Place(boolean input, int address) {}

  private static Place place(YamlMap entry) {
    boolean byNumber = entry.has("register");
    boolean byAddress = entry.has("address");
    Table table = entry.choice("table", Table.class, Table.HOLDING);
    if (byNumber == byAddress) {
      entry.problem(
          byNumber ? "address" : "register",
          byNumber
              ? "is given beside register: one of them is enough"
              : "is missing: the register's number, e.g. 40001, or address with its protocol address");
      return new Place(false, 0);
    }
    if (byAddress) {
      return new Place(table == Table.INPUT, entry.integer("address", 0, 0, 65_535));
    }
    if (entry.has("table")) {
      entry.problem("table", "goes with address only: a register's number names its table");
    }
    int number = entry.integer("register", 40_001, 1, 465_536);
    // classic numbers have five digits, extended ones six; both count from 1
    int[] firsts = {30_001, 40_001, 300_001, 400_001};
    int[] lasts = {39_999, 49_999, 365_536, 465_536};
    for (int i = 0; i < firsts.length; i++) {
      if (number >= firsts[i] && number <= lasts[i]) {
        return new Place(i % 2 == 0, number - firsts[i]);
      }
    }
    entry.problem(
        "register",
        "must be 30001-39999 or 300001-365536 (input) or 40001-49999 or 400001-465536 (holding), got "
            + number);
    return new Place(false, 0);
  }

  private static void overlaps(YamlMap root, List<Register> registers) {
    for (int i = 0; i < registers.size(); i++) {
      for (int j = 0; j < i; j++) {
        Register a = registers.get(i);
        Register b = registers.get(j);
        if (a.input() == b.input() && a.address() < b.end() && b.address() < a.end()) {
          root.problem(
              "registers",
              a.quantity().word() + " and " + b.quantity().word() + " lie on the same register");
        }
      }
    }
  }

  private static void complete(YamlMap root, RegisterMap map) {
    boolean phases =
        map.has(Quantity.L1_POWER_W)
            && map.has(Quantity.L2_POWER_W)
            && map.has(Quantity.L3_POWER_W);
    boolean onlyTemperatures =
        !map.registers().isEmpty()
            && map.registers().stream()
                .allMatch(register -> register.quantity() == Quantity.TRANSFORMER_TEMP_C);
    if (!phases && !onlyTemperatures && !map.has(Quantity.ACTIVE_POWER_W)) {
      root.problem("registers", "must hold active_power_w, or the powers of all three phases");
    }
  }

  private enum Sign {
    NORMAL,
    INVERTED
  }

  private enum WordOrder {
    HIGH_FIRST,
    LOW_FIRST
  }

  private enum Table {
    HOLDING,
    INPUT
  }
}
