package io.tidegate.codec.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PseudonymTest {
  @AfterEach
  void forget() {
    System.clearProperty(Pseudonym.KEY);
  }

  @Test
  void standsForAnIdentifierHoweverItIsSpelled() {
    String name = Pseudonym.of("DE-8AA-CA2B3C4D5-1");
    assertThat(name).matches("id~[0-9a-f]{8}");
    assertThat(Pseudonym.of("de8aaca2b3c4d51")).isEqualTo(name);
    assertThat(Pseudonym.of("02:00:00:AA:BB:CC")).isEqualTo(Pseudonym.of("020000aabbcc"));
    assertThat(Pseudonym.of("DE8AACA2B3C4D52")).isNotEqualTo(name);
  }

  @Test
  void saysNothingWithoutTheKey() {
    System.setProperty(Pseudonym.KEY, "00112233445566778899aabbccddeeff");
    String name = Pseudonym.of("WDB1234567F000001");
    assertThat(Pseudonym.of("WDB1234567F000001")).isEqualTo(name);
    System.setProperty(Pseudonym.KEY, "ff112233445566778899aabbccddeeff");
    assertThat(Pseudonym.of("WDB1234567F000001")).isNotEqualTo(name);
  }

  @Test
  void leavesNothingAndANameAsTheyAre() {
    assertThat(Pseudonym.of("")).isEmpty();
    String name = Pseudonym.of("X");
    assertThat(Pseudonym.of(name)).isEqualTo(name);
  }
}
