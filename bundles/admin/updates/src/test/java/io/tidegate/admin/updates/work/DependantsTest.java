package io.tidegate.admin.updates.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.admin.updates.store.Release;
import io.tidegate.admin.updates.store.State;
import io.tidegate.api.update.UpdateCode;
import io.tidegate.api.update.UpdateRefusedException;
import io.tidegate.codec.release.ReleaseRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A release that another one in force needs stays, or goes back within the range (P2). */
class DependantsTest {
  private static final State STATE =
      State.initial().confirmed(release("acme", 7)).confirmed(release("needy", 1));

  private final Dependants dependants =
      new Dependants(
          new Opener() {
            @Override
            public Release open(Path archive, State state) {
              throw new IllegalStateException("nothing is opened");
            }

            @Override
            public List<ReleaseRange> needs(Release release) throws IOException {
              if (release.version().equals("damaged")) {
                throw new IOException("no JSON");
              }
              return release.name().equals("needy")
                  ? List.of(new ReleaseRange("acme", 5, 21), new ReleaseRange("needy", 1, 1))
                  : List.of();
            }
          });

  private static Release release(String name, long counter) {
    return new Release(name, "1", counter, 0, 0, List.of(), List.of());
  }

  private static UpdateRefusedException refused(ThrowingCallable call) {
    UpdateRefusedException refused = catchThrowableOfType(UpdateRefusedException.class, call);
    assertThat(refused).as("it may go").isNotNull();
    assertThat(refused.code()).isEqualTo(UpdateCode.MIXED);
    return refused;
  }

  @Test
  void keepsAReleaseThatAnotherOneNeeds() {
    assertThat(refused(() -> dependants.allowNone("acme", STATE)))
        .hasMessage(
            "Release needy needs acme 5 to 21; go back from that one first: `tidegate updates"
                + " rollback needy`.");
    assertThatCode(() -> dependants.allowNone("needy", STATE)).doesNotThrowAnyException();
    assertThatCode(
            () -> dependants.allowNone("acme", State.initial().confirmed(release("acme", 7))))
        .doesNotThrowAnyException();
  }

  @Test
  void goesBackOnlyToWhatTheOtherOneGoesWith() {
    assertThatCode(() -> dependants.allow("acme", 5, STATE)).doesNotThrowAnyException();
    assertThat(refused(() -> dependants.allow("acme", 4, STATE)))
        .hasMessageContaining("needy needs acme 5 to 21");
    assertThat(refused(() -> dependants.allow("acme", 0, STATE)))
        .hasMessageContaining("needy needs acme 5 to 21");
  }

  @Test
  void refusesWhenItIsNotKnownWhatIsNeeded() {
    State damaged = STATE.confirmed(new Release("other", "damaged", 1, 0, 0, List.of(), List.of()));
    assertThat(refused(() -> dependants.allowNone("needy", damaged)))
        .hasMessage("Whether release other needs it is not known: no JSON.");
  }
}
