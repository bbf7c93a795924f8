package io.tidegate.codec.websocket.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgreementTest {
  private static final String ALONE = "; server_no_context_takeover; client_no_context_takeover";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "Permessage-Deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=9; server_no_context_takeover",
        "foo; bar=1, permessage-deflate",
        "permessage-deflate; unheard=1, permessage-deflate",
        "permessage-deflate; server_max_window_bits=7, permessage-deflate",
        "x-webkit-deflate-frame, permessage-deflate ; client_no_context_takeover"
      })
  void agreesOnMessagesThatStandAlone(String offer) {
    assertThat(Agreement.chosen(List.of(offer)))
        .contains(new Agreement(15, "permessage-deflate" + ALONE));
  }

  @Test
  void takesTheFirstOfSeveralLines() {
    assertThat(Agreement.chosen(List.of("foo", "permessage-deflate"))).isPresent();
    assertThat(Agreement.chosen(List.of())).isEmpty();
  }

  @Test
  void grantsASmallerWindowByLeavingLongMessagesAsTheyAre() {
    for (String offer : List.of("server_max_window_bits=10", "server_max_window_bits=\"10\"")) {
      Agreement agreed = Agreement.chosen(List.of("permessage-deflate; " + offer)).orElseThrow();
      assertThat(agreed.response())
          .isEqualTo("permessage-deflate" + ALONE + "; server_max_window_bits=10");
      assertThat(agreed.covers(1_024)).isTrue();
      assertThat(agreed.covers(1_025)).isFalse();
    }
    assertThat(new Agreement(15, "").covers(10_000_000)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "permessage-bzip2",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=08",
        "permessage-deflate; client_max_window_bits=99",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; =",
        "permessage-deflate; a b",
        "permessage-deflate; server_max_window_bits=\"1",
        "permessage-deflate;",
        "permessage-deflate; unheard"
      })
  void declinesWhatItCannotMeet(String offer) {
    assertThat(Agreement.chosen(List.of(offer))).isEmpty();
  }

  @Test
  void readsNoHeaderWithoutEnd() {
    assertThat(Agreement.chosen(List.of("permessage-deflate; a=" + "b".repeat(3_000)))).isEmpty();
    assertThat(Agreement.chosen(List.of("permessage-deflate" + ";a".repeat(900)))).isEmpty();
  }

  @Test
  void takesAServersAnswerToTheOffer() {
    assertThat(Agreement.answered(List.of())).isEmpty();
    for (String answer :
        List.of(
            "permessage-deflate; server_no_context_takeover",
            Agreement.OFFER,
            Agreement.OFFER + "; server_max_window_bits=12")) {
      assertThat(Agreement.answered(List.of(answer))).contains(new Agreement(15, ""));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; server_no_context_takeover; client_max_window_bits=10",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=20",
        "permessage-deflate; server_no_context_takeover; unheard",
        "permessage-deflate; server_no_context_takeover, permessage-deflate",
        "something-else",
        "a b"
      })
  void refusesAnAnswerThatWasNotOffered(String answer) {
    assertThatIllegalArgumentException().isThrownBy(() -> Agreement.answered(List.of(answer)));
  }
}
