package io.tidegate.itests.system;

import io.tidegate.itests.harness.Rest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The grid controller {@code dms}, which keeps its mandate alive once a second. */
final class Upstream implements AutoCloseable {
  private final Rest rest;
  private final Thread thread;
  private volatile boolean speaking = true;

  Upstream(Rest rest) {
    this.rest = rest;
    thread = new Thread(this::speak, "upstream");
    thread.setDaemon(true);
    thread.start();
  }

  private void speak() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (speaking) {
          try {
            rest.keepAlive();
          } catch (IOException e) {
            // a gateway that is down is what some tests are about; the next one is tried
            TimeUnit.MILLISECONDS.sleep(200);
            continue;
          }
        }
        TimeUnit.MILLISECONDS.sleep(1_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void fallSilent() {
    speaking = false;
  }

  void speakAgain() {
    speaking = true;
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join(Duration.ofSeconds(10).toMillis());
  }
}
