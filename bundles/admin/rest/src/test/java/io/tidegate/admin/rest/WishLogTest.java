package io.tidegate.admin.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.DecisionView;
import io.tidegate.api.control.SiteInput;
import io.tidegate.api.control.SiteInput.DriverWish;
import io.tidegate.api.journal.OnceLedger.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Wishes over crashes, new loops and repetitions (S3.3). */
class WishLogTest {
  private final FakeBackend backend = new FakeBackend();
  private WishLog log = new WishLog(backend);

  private static DriverWish wish(String request) {
    Instant departure = Instant.parse("2026-02-01T06:30:00Z");
    return new DriverWish(Pictures.session(0), request, 80.5, Optional.of(departure), 30);
  }

  /** The loop shows that it has taken this wish last. */
  private static DecisionView shows(String request) {
    return Wishes.with(Pictures.view(3, 1, Instant.now()), request);
  }

  private List<String> posted() {
    return backend.posted.stream().map(i -> ((DriverWish) i).requestId()).toList();
  }

  @Test
  void postsAfterACrashWhatWasRecordedAndNotPosted() {
    log.take(wish("older"));
    log.decided(shows("older"));
    backend.inboxFull = true;
    assertThat(log.take(wish("newer")).posted()).isFalse();
    crash();
    log.decided(shows("older"));
    assertThat(backend.posted).containsExactly((SiteInput) wish("newer"));
  }

  @Test
  void postsAfterACrashInOrderWhatTheLoopHasNotShown() {
    List.of("a", "b", "c").forEach(r -> log.take(wish(r)));
    crash();
    log.decided(shows("a"));
    log.decided(shows("a"));
    assertThat(posted()).as("once, in order").containsExactly("b", "c");
    log.decided(shows("c"));
    crash();
    log.decided(shows("c"));
    assertThat(backend.posted).isEmpty();
  }

  @Test
  void postsToANewLoopWhatTheOldOneLost() {
    List.of("a", "b").forEach(r -> log.take(wish(r)));
    backend.crash();
    log.decided(shows("older"));
    assertThat(posted()).containsExactly("a", "b");
  }

  @Test
  void aRepetitionBehindALaterWishChangesNothingHoweverStaleTheView() {
    log.take(wish("a"));
    log.take(wish("b"));
    assertThat(log.take(wish("a")).verdict()).isEqualTo(Verdict.REPEATED);
    log.decided(shows(""));
    assertThat(log.take(wish("a")).posted()).isTrue();
    assertThat(posted()).containsExactly("a", "b");
  }

  @Test
  void postsInOrderOnceTheInboxHasRoomAgain() {
    backend.inboxFull = true;
    log.take(wish("a"));
    log.take(wish("b"));
    backend.inboxFull = false;
    log.decided(shows("older"));
    assertThat(posted()).containsExactly("a", "b");
  }

  /** The gateway starts again with what was durable. */
  private void crash() {
    backend.inboxFull = false;
    backend.crash();
    log = new WishLog(backend);
  }
}
