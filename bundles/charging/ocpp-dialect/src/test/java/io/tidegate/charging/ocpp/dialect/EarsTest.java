package io.tidegate.charging.ocpp.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.control.StationListener;
import io.tidegate.api.control.TokenBook;
import io.tidegate.api.quantity.StationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Listeners hear what stations report, before it is answered. */
class EarsTest {
  private static final String REPORT =
      "[2,\"r1\",\"NotifyReport\",{\"requestId\":1,\"generatedAt\":\"2026-01-01T00:00:00Z\","
          + "\"seqNo\":0}]";

  private final Bench bench = Bench.v21();
  private final Listener listener = new Listener();

  private static final class Listener implements StationListener {
    final List<String> heard = new ArrayList<>();
    CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);

    @Override
    public void accepted(StationId station, boolean booted) {
      heard.add(station + " accepted " + booted);
    }

    @Override
    public boolean wants(String action) {
      return action.equals("NotifyReport");
    }

    @Override
    public CompletionStage<Void> said(StationId station, String action, String payload) {
      heard.add(station + " " + action + " " + payload.startsWith("{\"requestId\":1"));
      return taken;
    }
  }

  @Test
  void hearWhoIsAcceptedAndWhatTheyWantToHear() {
    bench.dialect.ears().bind(listener);
    FakeMailbox mailbox = bench.booted("CS04");
    bench.sendText(mailbox, REPORT);
    bench.sendText(mailbox, "[2,\"r2\",\"Heartbeat\",{}]");
    assertThat(listener.heard).containsExactly("CS04 accepted true", "CS04 NotifyReport true");
    bench.dialect.ears().unbind(listener);
    bench.sendText(mailbox, REPORT.replace("r1", "r3"));
    assertThat(listener.heard).hasSize(2);
  }

  @Test
  void keepTheAnswerUntilTheyAreDone() {
    FakeMailbox mailbox = bench.booted("CS04");
    bench.dialect.ears().bind(listener);
    listener.taken = new CompletableFuture<>();
    int before = mailbox.replies.size();
    var stage = bench.dialect.received(mailbox, REPORT).toCompletableFuture();
    assertThat(stage).isNotDone();
    assertThat(mailbox.replies).hasSize(before);
    listener.taken.complete(null);
    assertThat(stage).isDone();
    assertThat(mailbox.replies).hasSize(before + 1);
  }

  @Test
  void keepNoStationFromItsAnswerByFailing() {
    FakeMailbox mailbox = bench.booted("CS04");
    bench.dialect.ears().bind(listener);
    listener.taken = CompletableFuture.failedFuture(new IllegalStateException("disk full"));
    bench.sendText(mailbox, REPORT);
    assertThat(mailbox.replies.get(mailbox.replies.size() - 1)).isEqualTo("[3,\"r1\",{}]");
  }

  /** A local list in which Anna is blocked, and EVSE 1 is reserved for Bob. */
  private static final class Book implements TokenBook {
    final List<String> used = new ArrayList<>();

    @Override
    public Optional<Standing> standing(
        StationId station, int evse, String token, String type, OptionalInt reservation) {
      if (token.equals("Anna")) {
        return Optional.of(new Standing(Verdict.BLOCKED, Optional.of("fleet")));
      }
      return evse == 1 && !token.equals("Bob")
          ? Optional.of(new Standing(Verdict.NOT_AT_THIS_TIME, Optional.empty()))
          : Optional.empty();
    }

    @Override
    public void used(StationId station, int reservation) {
      used.add(station + " " + reservation);
    }
  }

  @Test
  void letABookOfTokensDecideBeforeTheFile() {
    FakeMailbox mailbox = bench.booted("CS04");
    Book book = new Book();
    bench.dialect.ears().bind(book);
    bench.sendText(mailbox, authorize("a1", "Anna"));
    assertThat(last(mailbox)).contains("\"Blocked\"", "\"fleet\"");
    bench.sendText(mailbox, authorize("a2", "Stranger"));
    assertThat(last(mailbox)).as("the file decides").doesNotContain("NotAtThisTime");
    bench.sendText(mailbox, started("t1", "Stranger"));
    assertThat(last(mailbox)).contains("\"NotAtThisTime\"");
    assertThat(book.used).containsExactly("CS04 7");
  }

  private static String last(FakeMailbox mailbox) {
    return mailbox.replies.get(mailbox.replies.size() - 1);
  }

  private static String authorize(String id, String token) {
    return "[2,\"%s\",\"Authorize\",{\"idToken\":{\"idToken\":\"%s\",\"type\":\"Central\"}}]"
        .formatted(id, token);
  }

  private static String started(String id, String token) {
    return ("[2,'%s','TransactionEvent',{'eventType':'Started','timestamp':'2026-01-01T00:00:00Z',"
            + "'triggerReason':'Authorized','seqNo':0,'transactionInfo':{'transactionId':'x1'},"
            + "'evse':{'id':1},'reservationId':7,'idToken':{'idToken':'%s','type':'Central'}}]")
        .formatted(id, token)
        .replace('\'', '"');
  }
}
