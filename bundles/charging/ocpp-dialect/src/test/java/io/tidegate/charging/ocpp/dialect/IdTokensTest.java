package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.codec.ocpp.json.v21.IdToken;
import io.tidegate.codec.ocpp.json.v21.IdTokenType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may charge (block C). */
class IdTokensTest {
  @TempDir Path dir;
  private final AtomicLong nanos = new AtomicLong();

  private boolean knows(IdTokens tokens, String token, String type) {
    return tokens.knows(new IdToken(token, type)).toCompletableFuture().join();
  }

  @Test
  void areThoseOfTheFileInAnyCaseAndOfTheirType() throws Exception {
    Path file = dir.resolve("idtokens.txt");
    Files.writeString(file, "# who may\nABC\ndef ISO14443\n- NoAuthorization\n");
    IdTokens tokens = new IdTokens(file, Runnable::run, nanos::get);
    assertThat(knows(tokens, "abc", IdTokenType.CENTRAL)).isTrue();
    assertThat(knows(tokens, "DEF", IdTokenType.ISO14443)).isTrue();
    assertThat(knows(tokens, "DEF", IdTokenType.ISO15693)).isFalse();
    assertThat(knows(tokens, "", IdTokenType.NO_AUTHORIZATION)).isTrue();
    assertThat(knows(tokens, "", IdTokenType.CENTRAL)).isFalse();
    assertThat(knows(tokens, "xyz", IdTokenType.CENTRAL)).isFalse();
    assertThat(tokens.problem()).isEmpty();
  }

  @Test
  void areReadAgainWhenTheFileChanges() throws Exception {
    Path file = dir.resolve("idtokens.txt");
    Files.writeString(file, "ABC\n");
    IdTokens tokens = new IdTokens(file, Runnable::run, nanos::get);
    Files.writeString(file, "ABC\nNEW\n");
    assertThat(knows(tokens, "NEW", IdTokenType.CENTRAL)).isFalse();
    nanos.addAndGet(3_000_000_000L);
    assertThat(knows(tokens, "NEW", IdTokenType.CENTRAL)).isTrue();
  }

  @Test
  void areNoneWithoutAFileAndTheOperatorIsTold() throws Exception {
    Path file = dir.resolve("missing.txt");
    IdTokens tokens = new IdTokens(file, Runnable::run, nanos::get);
    assertThat(knows(tokens, "ABC", IdTokenType.CENTRAL)).isFalse();
    assertThat(tokens.problem()).contains("missing.txt");
    Files.writeString(file, "ABC Nonsense\n");
    nanos.addAndGet(3_000_000_000L);
    assertThat(knows(tokens, "ABC", IdTokenType.CENTRAL)).isFalse();
    assertThat(tokens.problem()).contains("line 1");
  }
}
