package io.tidegate.cloud.update.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.update.ReleaseSource.OfUri;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.cloud.update.mqtt.Words.UnfitException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads, well-formed and hostile. */
class WordsTest {
  private static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsAnOrder() throws Exception {
    UpdateOrder order =
        Words.order(
            bytes(
                "{'id':'r-2','uri':'https://example.com/r.dp?a=b','sha256':'"
                    + "a".repeat(64)
                    + "','length':12,'notBefore':'2026-11-22T03:00:00Z','approval':true,"
                    + "'disturb':true}"));

    assertThat(order.id()).isEqualTo("mqtt:r-2");
    assertThat(order.giver()).isEqualTo("mqtt");
    assertThat(order.notBefore()).isEqualTo(Instant.parse("2026-11-22T03:00:00Z"));
    assertThat(order.approval()).isTrue();
    assertThat(order.disturb()).isTrue();
    assertThat(order.from())
        .isInstanceOfSatisfying(
            OfUri.class,
            from -> {
              assertThat(from.uri()).hasToString("https://example.com/r.dp?a=b");
              assertThat(from.length()).isEqualTo(12);
              assertThat(from.sha256()).hasSize(64);
            });
  }

  @Test
  void needsNoMoreThanAnIdAndAnAddress() throws Exception {
    UpdateOrder order = Words.order(bytes("{'id':'r','uri':'http://h/r.dp'}"));

    assertThat(order.notBefore()).isEqualTo(Instant.MIN);
    assertThat(order.approval()).isFalse();
    assertThat(order.disturb()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{} {}",
        "{'id':1,'uri':'http://h/'}",
        "{'id':'../x','uri':'http://h/'}",
        "{'id':'a','id':'b','uri':'http://h/'}",
        "{'id':'a'}",
        "{'id':'a','uri':1}",
        "{'id':'a','uri':'file:///etc/passwd'}",
        "{'id':'a','uri':'http://u:p@h/'}",
        "{'id':'a','uri':'http://'}",
        "{'id':'a','uri':'http://h/','sha256':'abc'}",
        "{'id':'a','uri':'http://h/','length':-1}",
        "{'id':'a','uri':'http://h/','length':1e400}",
        "{'id':'a','uri':'http://h/','length':99999999999999999999999999999999999999}",
        "{'id':'a','uri':'http://h/','approval':'yes'}",
        "{'id':'a','uri':'http://h/','disturb':1}",
        "{'id':'a','uri':'http://h/','notBefore':'tomorrow'}",
        "{'id':'a','uri':'http://h/','aproval':true}",
        "{'id':{'a':{'b':{'c':{'d':{'e':1}}}}},'uri':'http://h/'}"
      })
  void refusesWhatIsNoOrder(String text) {
    assertThatThrownBy(() -> Words.order(bytes(text)))
        .isInstanceOf(UnfitException.class)
        .hasMessageEndingWith(".");
  }

  @Test
  void refusesAnyBytesWithASentence() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] some = bytes("{'id':'a','uri':'http://h/','length':1,'approval':true}");
      for (int n = random.nextInt(4); n >= 0; n--) {
        some[random.nextInt(some.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(Words.order(some).id()).startsWith("mqtt:");
      } catch (UnfitException e) {
        assertThat(e).hasMessageEndingWith(".");
      }
    }
    assertThatThrownBy(() -> Words.order(bytes("[".repeat(Words.LONGEST))))
        .isInstanceOf(UnfitException.class);
    assertThatThrownBy(() -> Words.order(new byte[Words.LONGEST + 1]))
        .isInstanceOf(UnfitException.class);
  }

  @Test
  void saysHowFarAnOrderIs() {
    var state =
        Words.state(
            ScriptedDesk.view("mqtt:r", UpdateStep.ROLLED_BACK, "UNHEALTHY", "It was red.", false),
            Instant.EPOCH);

    assertThat(state.toString().replace('"', '\''))
        .contains("'id':'r'", "'step':'ROLLED_BACK'", "'code':'UNHEALTHY'", "'ended':true");
  }
}
