package io.tidegate.charging.ocpp.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.security.SecretCodec;
import io.tidegate.api.security.SecretUnreadableException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoorkeyTest {
  private static final SecretCodec CODEC =
      kept -> {
        if (!kept.startsWith("kept:")) {
          throw new SecretUnreadableException("was not encrypted by this host");
        }
        return kept.substring(5).toCharArray();
      };

  private static UpstreamSettings upstream(String... fields) {
    return Rig.settings("up", "ws://127.0.0.1:9/", fields);
  }

  @Test
  void usesTheFieldAsItIsWhereNoHostKeepsItEncrypted() {
    Doorkey doorkey = new Doorkey(Optional::empty, Optional::empty);
    assertThat(doorkey.password(upstream("password=open sesame"), "CS01")).contains("open sesame");
    assertThat(doorkey.password(upstream(), "CS01")).isEmpty();
  }

  @Test
  void readsWhatTheHostHasEncryptedAndShowsItNowhereElse() {
    Doorkey doorkey = new Doorkey(Optional::empty, () -> Optional.of(CODEC));
    UpstreamSettings kept = upstream("password=kept:open sesame");
    assertThat(doorkey.password(kept, "CS01")).contains("open sesame");
    assertThat(doorkey.password(upstream("password=kept:"), "CS01")).isEmpty();
    assertThat(kept.toString()).doesNotContain("sesame");
  }

  @Test
  void connectsWithNoPasswordThatItCannotRead() {
    Doorkey doorkey = new Doorkey(Optional::empty, () -> Optional.of(CODEC));
    UpstreamSettings foreign = upstream("password=from another host");
    assertThatThrownBy(() -> doorkey.password(foreign, "CS01"))
        .isInstanceOf(Hindrance.class)
        .hasMessageContaining("field password")
        .hasMessageNotContaining("another");
  }
}
