package io.tidegate.admin.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.operation.HealthBoard.Check;
import io.tidegate.api.operation.HealthBoard.Status;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

class BoardTest {
  private final Board board = new Board();
  private long services;

  @Test
  void isAsBadAsItsWorstCheckAndListsThemByName() {
    bind("zebra", () -> new Result(Result.Status.OK, "fine"));
    bind("clock", () -> new Result(Result.Status.WARN, "assumed"));
    assertThat(board.read().status()).isEqualTo(Status.WARN);
    assertThat(board.read().checks())
        .containsExactly(
            new Check("clock", Status.WARN, "assumed"), new Check("zebra", Status.OK, "fine"));
  }

  @Test
  void countsACheckThatThrowsAsCriticalAndStillAsksTheOthers() {
    bind(
        "broken",
        () -> {
          throw new IllegalStateException("boom");
        });
    bind("good", () -> new Result(Result.Status.OK, "fine"));
    assertThat(board.read().status()).isEqualTo(Status.CRITICAL);
    assertThat(board.read().checks().get(0).message()).contains("boom");
    assertThat(board.read().checks()).hasSize(2);
  }

  @Test
  void isAmberWhileThereIsNothingToAsk() {
    assertThat(board.read().status()).isEqualTo(Status.WARN);
  }

  @Test
  void forgetsACheckThatIsGone() {
    ServiceReference<HealthCheck> red = bind("red", () -> new Result(Result.Status.CRITICAL, "no"));
    bind("good", () -> new Result(Result.Status.OK, "fine"));
    board.unbindCheck(red);
    assertThat(board.read().status()).isEqualTo(Status.OK);
  }

  @SuppressWarnings("unchecked")
  private ServiceReference<HealthCheck> bind(String name, HealthCheck check) {
    Map<String, Object> properties = Map.of("hc.name", name, "service.id", ++services);
    ServiceReference<HealthCheck> reference =
        (ServiceReference<HealthCheck>)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) ->
                    arguments == null ? null : properties.get((String) arguments[0]));
    board.bindCheck(reference, check);
    return reference;
  }
}
