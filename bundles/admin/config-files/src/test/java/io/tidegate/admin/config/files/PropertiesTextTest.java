package io.tidegate.admin.config.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=1\nb = 2\nc:3\nd 4\ne",
        "# comment\n! comment\n\n   a = x y \\\n      z\n",
        "path=C:\\\\dir\nkey\\ with\\=odd\\:signs = v\\tw\\u00e9",
        "a=\\u0041\\n\nb=ends with two \\\\\\\\\nc=3",
        "a=1\r\nb=2\r\n",
        "grüße=schön"
      })
  void readsWhatJavaReads(String text) throws Exception {
    assertThat(parse(text)).isEqualTo(java(text));
  }

  @Test
  void agreesWithJavaOnRandomTextOrRefusesIt() throws IOException {
    Random random = new Random(7);
    String alphabet = "ab=: \t\\\n#!u0041";
    int agreed = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(24); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Map<String, String> ours;
      try {
        ours = parse(text.toString());
      } catch (RefusedFileException e) {
        continue;
      }
      agreed++;
      assertThat(ours).as(text.toString()).isEqualTo(java(text.toString()));
    }
    assertThat(agreed).isGreaterThan(5_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1~b=C:\\quick | line 2: has the unknown escape \\q",
        "a=1~~b=\\u12g4 | line 3: has a \\u escape",
        "a=1~b=2~a=3 | line 3: gives field a a second time",
        "a=1~=2 | line 2: has a value without a field name",
        "a=1~b=x\\~  y~c=\\z | line 4: has the unknown escape"
      })
  void namesTheLineThatIsWrong(String text, String sentence) {
    assertThatThrownBy(() -> parse(text.replace('~', '\n')))
        .isInstanceOf(RefusedFileException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void refusesBytesThatAreNoText() {
    assertThatThrownBy(() -> PropertiesText.parse(new byte[] {'a', '\n', 'b', 0}))
        .hasMessage("line 2: contains a NUL byte");
    assertThatThrownBy(
            () -> PropertiesText.parse(new byte[] {'a', '\n', '\n', (byte) 0xC3, (byte) 0x28}))
        .hasMessage("line 3: is not UTF-8");
    assertThatThrownBy(() -> PropertiesText.parse(new byte[PropertiesText.MAX_BYTES + 1]))
        .hasMessageContaining("larger than 256 KiB");
  }

  @Test
  void neverFailsOtherwiseThanByRefusing() {
    Random random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      try {
        assertThat(PropertiesText.parse(bytes)).doesNotContainKey("");
      } catch (RefusedFileException e) {
        assertThat(e.getMessage()).isNotEmpty();
      } catch (RuntimeException e) {
        fail("round " + round, e);
      }
    }
  }

  private static Map<String, String> parse(String text) throws RefusedFileException {
    return PropertiesText.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> java(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    Map<String, String> map = new java.util.HashMap<>();
    properties.forEach((key, value) -> map.put((String) key, (String) value));
    return map;
  }
}
