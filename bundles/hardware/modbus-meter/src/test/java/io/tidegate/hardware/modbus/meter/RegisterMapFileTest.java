package io.tidegate.hardware.modbus.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterMapFileTest {
  private static final String HEAD = "meter: x\nregisters:\n";
  private static final String POWER =
      HEAD + "  - {quantity: active_power_w, register: 40001, type: int16}\n";

  private static RegisterMapFile.Reading read(String text) {
    return RegisterMapFile.read("m.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static RegisterMap good(String text) {
    RegisterMapFile.Reading reading = read(text);
    assertThat(reading.problems()).isEmpty();
    return reading.map().orElseThrow();
  }

  @Test
  void takesRegister40001AsHoldingAddressZero() {
    Register register = good(POWER).registers().get(0);
    assertThat(register.input()).isFalse();
    assertThat(register.address()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "register: 30053, true, 52",
    "register: 49999, false, 9998",
    "register: 400001, false, 0",
    "register: 465536, false, 65535",
    "register: 300010, true, 9",
    "address: 0x28, false, 40",
    "'address: 7, table: input', true, 7",
  })
  void findsTheAddressOf(String place, boolean input, int address) {
    Register register = good(POWER.replace("register: 40001", place)).registers().get(0);
    assertThat(register.input()).isEqualTo(input);
    assertThat(register.address()).isEqualTo(address);
  }

  @Test
  void readsNeighboursInOneRequest() {
    RegisterMap map =
        good(
            POWER
                + "  - {quantity: frequency_hz, register: 40005, type: float32}\n"
                + "  - {quantity: voltage_v, register: 40003, type: uint16}\n"
                + "  - {quantity: reactive_power_var, register: 40002, type: int16}\n"
                + "  - {quantity: l1_power_w, register: 30004, type: int16}\n");
    assertThat(map.blocks())
        .extracting(RegisterMap.Block::input, RegisterMap.Block::address, RegisterMap.Block::count)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(false, 0, 3),
            org.assertj.core.groups.Tuple.tuple(false, 4, 2),
            org.assertj.core.groups.Tuple.tuple(true, 3, 1));
  }

  @Test
  void asksForNoMoreAtOnceThanTheMeterGives() {
    RegisterMap map =
        good(
            "maxRegistersPerRequest: 2\n"
                + POWER
                + "  - {quantity: reactive_power_var, register: 40002, type: int16}\n"
                + "  - {quantity: voltage_v, register: 40003, type: uint16}\n");
    assertThat(map.blocks()).extracting(RegisterMap.Block::count).containsExactly(2, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          register: 40001             | register: 20001                       | m.yaml:3: registers[0].register must be 30001-39999
          register: 40001             | registr: 40001                        | m.yaml:3: registers[0].registr is no known key, did you mean register?
          register: 40001             | register: 40001, address: 0           | registers[0].address is given beside register
          type: int16                 | type: int17                           | registers[0].type is "int17", must be one of int16
          type: int16                 | type: int16, scale: 0                 | registers[0].scale must be a number
          type: int16                 | type: int16, min: 5, max: 1           | registers[0].max must be above min
          type: int16                 | type: int16, sensor: a                | registers[0].sensor is for transformer_temp_c only
          type: int16                 | type: int16, sign: minus              | registers[0].sign is "minus"
          quantity: active_power_w    | quantity: transformer_temp_c          | registers[0].sensor is missing
          quantity: active_power_w    | quantity: voltage_v                   | registers must hold active_power_w
          register: 40001, type: int16 | address: 65535, type: int32          | registers[0].type reaches beyond
          """)
  void namesTheLineOf(String good, String bad, String sentence) {
    assertThat(read(POWER.replace(good, bad)).problems())
        .extracting(Problem::toString)
        .anyMatch(problem -> problem.contains(sentence));
  }

  @Test
  void refusesTwoQuantitiesOnOneRegisterAndOneQuantityTwice() {
    List<String> problems =
        read(
                POWER
                    + "  - {quantity: voltage_v, register: 40001, type: uint16}\n"
                    + "  - {quantity: active_power_w, register: 40009, type: int16}\n")
            .problems()
            .stream()
            .map(Problem::toString)
            .toList();
    assertThat(problems)
        .anyMatch(p -> p.contains("voltage_v and active_power_w lie on the same register"))
        .anyMatch(
            p -> p.contains("m.yaml:5: registers[2].quantity is given twice, first in line 3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"example-40001", "eastron-sdm630"})
  void readsTheMapsThatShip(String name) throws IOException {
    byte[] content =
        Files.readAllBytes(Path.of("../../../hw-profiles/registers/" + name + ".yaml"));
    RegisterMapFile.Reading reading = RegisterMapFile.read(name, content);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.map().orElseThrow().has(Quantity.FREQUENCY_HZ)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "INT16, 0xFFFE, 0, -2",
    "UINT16, 0xFFFE, 0, 65534",
    "INT32, 0xFFFF, 0xFFFE, -2",
    "UINT32, 0xFFFF, 0xFFFE, 4294967294",
    "FLOAT32, 0x42C8, 0x0000, 100",
  })
  void decodesBothWordOrders(String type, String high, String low, double value) {
    int first = Integer.decode(high);
    int second = Integer.decode(low);
    WordType word = WordType.valueOf(type);
    assertThat(word.decode(new int[] {first, second}, 0, true)).isEqualTo(value);
    if (word.words == 2) {
      assertThat(word.decode(new int[] {9, second, first}, 1, false)).isEqualTo(value);
    }
  }
}
