package io.tidegate.host.kura.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.api.update.ReleaseSource;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateDesk;
import io.tidegate.api.update.UpdateOrder;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.api.update.UpdateStep;
import io.tidegate.api.update.UpdateView;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class UpdatesTest {
  private static final String DIGEST = "ab".repeat(32);

  private final List<UpdateOrder> orders = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private UpdateCode refuses;
  private final Gateway gateway = new Gateway();
  private final Updates updates = new Updates(gateway);

  UpdatesTest() {
    gateway.updates = new Desk();
  }

  private final class Desk implements UpdateDesk {
    private UpdateView view(String id, UpdateStep step) throws UpdateRefusedException {
      if (refuses != null) {
        throw new UpdateRefusedException(refuses, "It is so.");
      }
      return new UpdateView(id, "kura", "", "", 0, step, -1, "", "It waits.", true, List.of());
    }

    @Override
    public UpdateView order(UpdateOrder order) throws UpdateRefusedException {
      orders.add(order);
      return view(order.id(), UpdateStep.FETCH);
    }

    @Override
    public UpdateView approve(String id) throws UpdateRefusedException {
      words.add("approve " + id);
      return view(id, UpdateStep.WAIT);
    }

    @Override
    public UpdateView cancel(String id) throws UpdateRefusedException {
      words.add("cancel " + id);
      return view(id, UpdateStep.CANCELLED);
    }

    @Override
    public UpdateView rollBack(String release) {
      throw new AssertionError("nobody asks for that through Kura");
    }

    @Override
    public Optional<UpdateView> current() {
      return Optional.empty();
    }

    @Override
    public Optional<UpdateView> find(String id) {
      return Optional.empty();
    }

    @Override
    public List<UpdateView> history() {
      return List.of();
    }

    @Override
    public List<InstalledRelease> installed() {
      return List.of(new InstalledRelease("tidegate-site", "1.0.4", 4, true));
    }
  }

  private static Request request(String... fields) {
    Map<String, String> all = new HashMap<>();
    all.put("id", "o-1");
    all.put("uri", "https://example.org/r.dp");
    for (int i = 0; i < fields.length; i += 2) {
      all.put(fields[i], fields[i + 1]);
    }
    all.values().removeIf(String::isEmpty);
    return new Request(List.of("updates"), Map.copyOf(all));
  }

  @Test
  void ordersWhatIsAskedForAndSaysHowFarItIs() {
    UpdateView view =
        updates.order(
            request(
                "length",
                "1000",
                "sha256",
                DIGEST,
                "authorization",
                "Bearer x",
                "notBefore",
                "2027-01-31T18:00:00Z",
                "approval",
                "true",
                "disturb",
                "TRUE"));
    assertThat(orders)
        .containsExactly(
            new UpdateOrder(
                "o-1",
                "kura",
                new ReleaseSource.OfUri(
                    URI.create("https://example.org/r.dp"),
                    Map.of("Authorization", "Bearer x"),
                    1_000,
                    DIGEST),
                Instant.parse("2027-01-31T18:00:00Z"),
                true,
                true));
    assertThat(new String(Json.update(view), java.nio.charset.StandardCharsets.UTF_8))
        .contains("\"id\":\"o-1\"", "\"step\":\"fetch\"", "\"giver\":\"kura\"");
  }

  @Test
  void disturbsNobodyAndNeedsNoApprovalUnlessItIsAskedFor() {
    updates.order(request());
    assertThat(orders)
        .containsExactly(
            UpdateOrder.of(
                "o-1",
                "kura",
                new ReleaseSource.OfUri(URI.create("https://example.org/r.dp"), Map.of(), -1, "")));
  }

  private static void refused(int status, String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(status))
        .hasMessageContaining(words);
  }

  @Test
  void refusesWhatIsNoOrder() {
    refused(400, "uri is missing", () -> updates.order(request("uri", "")));
    for (String uri :
        List.of("file:///etc/passwd", "ftp://h/x", "https:x", "//h/x", "http://", "a b")) {
      refused(400, "uri must begin with", () -> updates.order(request("uri", uri)));
    }
    refused(400, "sha256", () -> updates.order(request("sha256", "abc")));
    refused(400, "length", () -> updates.order(request("length", "0")));
    refused(400, "length", () -> updates.order(request("length", "99999999999999999999")));
    refused(400, "notBefore", () -> updates.order(request("notBefore", "tomorrow")));
    refused(400, "approval", () -> updates.order(request("approval", "perhaps")));
    refused(400, "id:", () -> updates.order(request("id", "../x")));
    refused(400, "file is no field", () -> updates.order(request("file", "/tmp/x")));
    assertThat(orders).isEmpty();
  }

  @Test
  void passesAnOperatorsWordOn() {
    assertThat(updates.word("o-1", "approve").step()).isEqualTo(UpdateStep.WAIT);
    assertThat(updates.word("o-1", "cancel").step()).isEqualTo(UpdateStep.CANCELLED);
    assertThat(words).containsExactly("approve o-1", "cancel o-1");
    refused(404, "approved or cancelled", () -> updates.word("o-1", "rollback"));
    refused(404, "no such order", () -> updates.find("o-2"));
  }

  @Test
  void saysByTheNumberWhetherItHelpsToTryAgain() {
    refuses = UpdateCode.BUSY;
    refused(409, "It is so.", () -> updates.order(request()));
    refuses = UpdateCode.TOO_LATE;
    refused(409, "It is so.", () -> updates.word("o-1", "cancel"));
    refuses = UpdateCode.UNKNOWN_ORDER;
    refused(404, "It is so.", () -> updates.word("o-1", "approve"));
    refuses = UpdateCode.DISK_FULL;
    refused(400, "It is so.", () -> updates.order(request()));
    gateway.updates = null;
    refused(503, "the updater is not there", () -> updates.order(request()));
  }
}
